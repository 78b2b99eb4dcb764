namespace IntentMarket.Routing;

public static partial class Categories
{
    private const string HomeWords = """
        home: haus, household, maison;
        home.bathroom: abattant wc, armatur, bad, badarmatur, badewanne, badezimmer, badmöbel, baignoire, basin, bath, bathroom cabinet,
          bathroom suite, bathroom vanity, bathtub, bidet, cabine douche, cistern, cubicle shower, douche, dusche, duschkabine, duschkopf,
          duschtasse, duschwand, évier, handtuchheizkörper, kitchen tap, klobrille, lavabo, lave mains, mitigeur, mixer tap, paroi douche,
          pommeau douche, receveur douche, robinet, robinetterie, salle bain, salle bain meuble, sèche serviettes, shower, shower door,
          shower enclosure, shower head, shower screen, shower tray, sink, spülbecken, spülkasten, tap, toilet, toilet seat,
          toilettensitz, toilettes, towel rail, urinal, vanity unit, vasque, walk in shower, waschbecken, waschtisch, wash basin,
          wasserhahn, wc, wet room;
        home.bedding: bademantel, badetuch, bath mat, bath towel, bathrobe, beach towel, bed linen, bed sheet, bedspread, bettdecke,
          bettlaken, bettwäsche, blanket, couette, couverture, couvre lit, daunendecke, decke, drap housse, draps, dressing gown, duvet,
          duvet cover, édredon, electric blanket, fitted sheet, fleece blanket, frottee, geschirrtücher, handtuch, handtücher, heizdecke,
          housse couette, kissen, kopfkissen, linen hotel, linge lit, matratzenschoner, mattress protector, mattress topper, merino
          blanket, napkins, napkins linen, nappe, oreiller, peignoir, picnic blanket, pillow, plaid, protège matelas, quilt, serviette
          bain, serviette plage, serviettes table, sheet, spannbettlaken, strandtuch, tablecloth, tagesdecke, taie oreiller, tea towels,
          throw, tischdecke, tischdecken, torchons, weighted blanket, wolldecke, wool blanket;
        home.building-materials: adhesive tile, aggregate, architrave, ardoise, balken, ballast, bardage, bathroom tiles, battens,
          bauholz, beams, beton, blocks, boards, bodenfliesen, bois charpente, bois construction, bretter, brick, brique, carreaux,
          carrelage, carrelage salle bain, caulk, cement, chevrons, chipboard, ciment, cladding, colle carrelage, concrete, contreplaqué,
          copper pipe, corrugated, dachlatten, dachpappe, dachpfannen, dachziegel, dämmstoff, dämmung, drain pipe, drywall, enduit,
          estrichbeton, faïence, fassadenverkleidung, fence timber, fertigbeton, fliesen, fliesenkleber, floor tiles, gipskarton,
          gipskartonplatten, gipsplatten, glaswolle, gravier tonnes, grout, guttering pipes, hardcore, holz, hölzer, insulation, isolant,
          isolation, joists, kalksandstein, kies tonnen, kingspan, konstruktionsholz, laine roche, laine verre, leimholz, limestone,
          lintel, loft insulation, lumber, mauersteine, mdf, membrane, mortar, mörtel, mortier, naturstein, oak beam, osb, osb dalles, osb
          platten, parpaing, pipes, placo, planches, planks, plaque plâtre, plaster, plasterboard, plywood, polystyrène, porenbeton,
          poutre, putz, pvc pipe, rafters, ready mix, ready mixed concrete, rebar, render, rigips, rockwool, rohre, roof sheets, roof
          tile, roofing felt, rubble, sable, sand, sand tonnen, sandstone, scaffolding boards, schotter, screed mix, sharp sand, silicone,
          silikon, skirting board, slate, slates roof, spanplatte, sperrholz, steel beam, steinwolle, studs, styropor, tasseaux, tile,
          timber, tôle ondulée, tonnes gravel, tonnes sand, trapezblech, tuile, tuyau pvc, tuyaux, wall tiles, wandfliesen, wood, zement,
          ziegel, ziegelsteine;
        home.curtains: awning, blackout blind, curtain pole, curtain rail, fliegengitter, fly screen, gardine, gardinen, gardinenstange,
          insektenschutz, jalousie, jalousien, lamellen, markise, mosquito net, moustiquaire, net curtains, pare soleil, persiennes,
          plissee, raffrollo, rideau, rideau occultant, rideaux, rolläden, roller blind, rollladen, rollo, roman blind, shutter,
          sonnenschutz, store, store banne, store enrouleur, tringle rideau, venetian blind, verdunkelungsvorhang, vertical blinds,
          voilage, volet roulant, volets, vorhang, vorhänge, vorhangstange, window blinds;
        home.decor: adventskranz, artificial flowers, bilderrahmen, bilderrahmen set, bougeoir, bougie, cadre, cadre photo, candle, candle
          holder, christmas decorations, christmas lights, christmas tree decorations, clock, couronne, coussin, cuckoo clock, cushion,
          décorations noël, deko, dekoration, fairy lights, figurine decor, fleurs artificielles, framed, framed print, frames,
          grandfather clock, guirlande lumineuse, horloge, horloge murale, house sign, kerzen, kerzenständer, kissenbezug, kuckucksuhr,
          kunstblumen, lantern, laterne, lichterkette, miroir, mirror, ornament, pendule, photo frame, picture frame, poster, rocking,
          spiegel, stickers muraux, türkranz, uhr wand, vase, vase déco, wall art, wall clock, wall decor, wall stickers, wandbild,
          wandspiegel, wanduhr, weihnachtsdeko, wreath;
        home.doors-windows: baie vitrée, balkontür, bi fold, bifold, boîte lettres, brandschutztür, briefkasten, cat flap, chatière,
          conservatory, dachfenster, door handle, door hinges, double glazed, double glazing, double vitrage, dreifachverglasung,
          eingangstür, fenêtre, fenêtre toit, fenster, fenster kunststoff, fensterbank, fensterscheibe, fire doors, french doors, front
          door, garage door, garage rolltor, garagentor, gate garage, glass pane, glastür, glazing, greenhouse glass, haustür, hoftor,
          holzfenster, innentüren, interior doors, internal door, isolierglas, katzenklappe, kunststofffenster, letterbox, marquise, oak
          doors, orangery, patio doors, poignée porte, porch, porte, porte blindée, porte coulissante, porte entrée, porte garage, portes
          intérieures, roller shutter door, rolltor, roof window, sash window, schiebetür, secondary glazing, sektionaltor, skylight,
          sliding doors, stable door, survitrage, terrassentür, triple glazing, triple vitrage, tür, türen, türgriff, türklinke, upvc,
          velux, véranda, verrière, vitrage, vitre, vordach, window sill, wintergarten, zimmertüren;
        home.flooring: boden, bodenbelag, carpet tiles, carpette, cork flooring, dalles moquette, dielen, door mat, doormat,
          eichenparkett, engineered wood, entrance mat, fertigparkett, floor, floor mats, floorboards, fußboden, fußmatte, gym flooring,
          hardwood floor, holzdielen, klickvinyl, kokosmatte, korkboden, lame parquet, laminat, laminate, läufer, lino, lino sol,
          linoleum, lvt, moquette, oak flooring, paillasson, parkett, parquet, parquet flottant, perserteppich, persian rug, plancher,
          plinthes, pvc boden, revêtement sol, rubber flooring, rug, runner rug, sockelleisten, sol pvc, sol stratifié, sol vinyle, sous
          couche, stair carpet, stair runner, stratifié, tapis, tapis persan, teppich, teppichboden, teppiche, teppichfliesen,
          trittschalldämmung, underlay, vinyl floor, vinyl flooring, vinyl planks, vinylboden, wood flooring, wooden floor, wool rug;
        home.fuel: adblue, allume feu, anmachholz, anthracite, bioethanol, bioethanol kamin, bois chauffage, bois feu, bois stères,
          bouteille gaz, braunkohle, brennholz, briketts, bûches, butane, butangas, calor gas, charbon chauffage, coal, diesel liter,
          diesel litres, feuerholz, fioul, fioul domestique, fire wood, flüssiggas, gas bottle, gasflasche, gasflaschen, gazole, gnr,
          granulés, granulés bois, heat logs, heating oil, heizöl, holzpellets, kaminholz, kaminholz buche, kerosene, kiln dried,
          kindling, kohle, logs, logs kiln, lpg, mazout, pellet, pellets bois, pellets tonne, petrol, propane, propangas, red diesel,
          scheitholz, seasoned firewood, smokeless, stère, wood briquettes, wood pellets;
        home.furniture: ameublement, bedroom furniture, flat furniture, furnish, furnishing, ikea furniture, living room furniture,
          meuble, möbel, möbelstück, mobilier, möblierung, schlafzimmermöbel, wohnzimmermöbel;
        home.furniture.beds: air mattress bed, banquette lit, bed frame, bett, betten, bettgestell, boxspringbett, bunk bed, cabin bed,
          cadre lit, daybed, divan, doppelbett, double bed, einzelbett, etagenbett, federkernmatratze, folding bed, four poster, futon,
          futonbett, gästebett, guest bed, headboard, hochbett, kaltschaummatratze, king size bed, lattenrost, lit, lit appoint, lit
          coffre, lit double, lit enfant, lit mezzanine, lit simple, lits superposés, matelas, matelas mémoire forme, matratze, matratzen,
          mattress topper 160, memory foam, ottoman bed, polsterbett, single bed, slats, sofa bed, sommier, stauraumbett, surmatelas, tête
          lit, topper, trundle;
        home.furniture.chairs: banc, bank, bänke, bar stool, barhocker, barstühle, bench, chair hire, chaise, chaise bar, chaise haute
          bar, chaises cuisine, chaises pliantes, chaises salle manger, church pews, dining chair, esszimmerstuhl, esszimmerstühle,
          folding chairs, high stool, hocker, holzstühle, kitchen chairs, klappstühle, konferenzstühle, küchenstühle, piano stool, rocking
          chair, schaukelstuhl, school chairs, sitzbank, stackable chairs, stacking chairs, stapelstühle, stool, stuhl, stühle, tabouret,
          tabouret bar;
        home.furniture.desks: acoustic panels, aktenschrank, aktenschränke, armoire bureau, besprechungstisch, boardroom table, bureau,
          bureau assis debout, bureaux, bureaux ergonomiques, büromöbel, bürostuhl, bürostühle, caisson bureau, chaise bureau, chaise
          ergonomique, chefsessel, computer desk, computertisch, conference chairs, conference table, desk chair, desk height, drehstuhl,
          empfangstheke, ergonomic chair, fauteuil bureau, fauteuil gamer, filing cabinet, gaming chair, gamingstuhl, höhenverstellbarer
          schreibtisch, konferenztisch, meeting table, mobilier bureau, office chair, office partition, office screens, pedestal drawers,
          reception desk, rollcontainer, school desks, schreibtisch, secrétaire meuble, siège bureau, siège gamer, sit stand desk,
          standing desk, stehschreibtisch, swivel chair, table réunion, trennwand büro;
        home.furniture.shelves: bibliothèque, bibliothèque meuble, billy bookcase, book case, book shelf, bookshelf, bookshelves,
          bücherregal, casier bouteilles, cd rack, coat rack, display shelf, étagère, étagère métallique, étagère murale, floating shelf,
          garage shelving, garderobe, kellerregal, metal shelving, meuble chaussures, palettenregal, pallet racking, patère, porte
          manteau, rack palettes, racking, rayonnage, regal, regale, regalsystem, schuhregal, schwerlastregal, shelf, shelving, shelving
          unit, shoe rack, steckregal, storage racks, wall shelf, wall shelves, wandboard, wandregal, weinregal, wine rack;
        home.furniture.sofas: arm chair, banquette, bean bag, beanbag, bergère, canapé, canapé angle, canapés cuir, chaise longue sofa,
          chesterfield, clic clac, convertible, corner sofa, couch, couchgarnitur, dreisitzer, ecksofa, fauteuil, fauteuil relax,
          fernsehsessel, footstool, leather sofa, liegesessel, lounge chair, loveseat, méridienne, ohrensessel, ottoman, polstergarnitur,
          polstersessel, pouf, pouffe, recliner, recliner chair, relaxsessel, schlafcouch, schlafsofa, seater, sectional, sessel, settee,
          sitzgarnitur, sitzsack, sofa set, sofas leder, suite leather, three piece suite, wingback, wohnlandschaft, zweisitzer;
        home.furniture.tables: ausziehtisch, beistelltisch, bistro table, bistrotisch, coffee table, coiffeuse meuble, console table,
          couchtisch, dining room set, dining set, dressing table, essgruppe, esstisch, extending table, folding table, guéridon, kitchen
          table, klapptisch, konsolentisch, küchentisch, mange debout, nachttischchen, nest tables, oak table, pine table, round table,
          schminktisch, side table, sitzgruppe, stehtisch, stehtische, table basse, table bois, table chairs set, table chêne, table
          extensible, table manger, table pliante, table ronde, tables basses, tisch, tische, trestle table, wohnzimmertisch;
        home.furniture.wardrobes: anrichte, armoire, armoire porte coulissante, armoire portes, bahut, bedside table, blanket box, buffet
          meuble, cabinet, casiers vestiaires, chest of drawers, chevet, chiffonnier, closet, coffre rangement, commode, cupboard, display
          cabinet home, dresser, dressing, highboard, kleiderschrank, kommode, linen cupboard, lockers, lowboard, metal cabinet, meuble
          rangement, meuble tv, nachtschrank, nachttisch, nightstand, pax, penderie, placard meuble, schiebetürenschrank, schrank,
          schränke, schubladenschrank, schuhschrank, schwebetürenschrank, semainier, shoe cabinet, sideboard, spind, spinde, storage
          trunk, storage unit furniture, table chevet, tallboy, tool cabinet, truhe, tv cabinet, tv möbel, tv stand, tv unit, vaisselier,
          vestiaire, vitrinenschrank, wohnwand;
        home.heating: air source heat pump, ballon eau chaude, boiler warmwasser, brennwertkessel, central heating, chaudière, chaudière
          gaz, chaudière granulés, chauffage, chauffage central, chauffe eau, cheminée, chimney liner, combi boiler, conduit cheminée,
          convecteur, cumulus, durchlauferhitzer, electric boiler, electric fire, elektroheizung, fernwärme, fireplace, flächenheizung,
          flue, foyer fermé, fußbodenheizung, gas boiler, gas fire, gasheizung, gastherme, ground source, hearth, heat pump, heating
          system, heizkessel, heizkörper, heizung, heizungsanlage, hot water cylinder, immersion heater, infrared heating, insert,
          kachelofen, kamin, kaminofen, log burner, luftwärmepumpe, mantelpiece, ofen, oil boiler, ölheizung, pellet boiler, pellet stove,
          pelletheizung, pelletofen, plancher chauffant, poêle, poêle bois, poêle granulés, poêle pellets, pompe chaleur, pompe chaleur
          air eau, radiateur, radiator, radiatoren, schornstein, schwedenofen, stove fireplace, thermodynamique, thermostat, thermostate,
          towel radiator, tubage, underfloor, wärmepumpe, warmwasserspeicher, water heater, wood burner, wood stove;
        home.kitchens: arbeitsplatte, breakfast bar, crédence, cuisine, cuisine aménagée, cuisine équipée, cuisine ikea, einbauküche,
          façades cuisine, fitted kitchen, granitarbeitsplatte, granite worktop, îlot central, kitchen cabinets, kitchen cupboards,
          kitchen doors, kitchen island, kitchen sink, kitchen units, kitchenette, kitchenette équipée, küche, küchen, küchenfronten,
          küchenmöbel, küchenrückwand, küchenschränke, küchenzeile, meubles cuisine, miniküche, new kitchen, nobilia, pantryküche, plan
          travail, quartz worktop, splashback, spüle, worktop;
        home.kitchenware: assiette, auflaufform, backform, baking tin, baking tray, balance cuisine, becher, besteck, boîte repas, bols,
          bouteille isotherme, bowl, bräter, bratpfanne, brotdose, cake tin, carafe, casserole, casserole dish, cast iron, champagne
          glasses, chef knife, chopping board, cocktail shaker, cocotte, cocotte fonte, coffee mugs, colander, corkscrew, couteau, couteau
          cuisine, couteaux, couverts, crockery, crockery set, cups, cutlery, dinner set, dosen vorrat, dutch oven, flask, flûtes
          champagne, forks, frying pan, gedeck, geschirr, geschirrset, gläser, glass, gourde, jug, kitchen knives, kitchen scales, kitchen
          utensils, knife, knife set, knives, kochmesser, kochtopf, korkenzieher, küchenwaage, ladle, le creuset, lunch box, measuring
          jug, ménagère, messer, messerset, mixing bowl, moule gâteau, mug, mugs personnalisés, non stick, pan, pfanne, pfannen, pint
          glasses, planche découper, plat four, plate, poêle cuisine, poêle frire, poêles, pot, saladier, salt pepper mill, saucepan,
          schneidebrett, schüssel, sektgläser, service table, serving, set besteck, set pans, skillet, spoons, storage jars,
          tafelgeschirr, tasse, tassen, tasses, tea set, teapot, teekanne, teller, théière, thermos, thermoskanne, tire bouchon, topf,
          töpfe, topfset, tray, trinkflasche, tumblers, tupperware, ustensiles cuisine, vaisselle, verre, verres vin, water bottle,
          weingläser, wine glasses, wok;
        home.lighting: abat jour, ampoule, ampoules led, applique, applique murale, außenleuchte, baustrahler, bedside lamp, bulb, ceiling
          light, chandelier, deckenlampe, desk lamp, downlights, éclairage, éclairage extérieur, emergency lighting, floodlight, floor
          lamp, garden lights, gartenbeleuchtung, glühbirne, glühbirnen, hängelampe, kronleuchter, lamp, lampadaire, lampe, lampe bureau,
          lampe chevet, lampe poser, lampen, lampenschirm, lampshade, lantern outdoor, led bulbs, led lampe, led lampen, led panel, led
          strahler, led streifen, led strip lights, leuchte, leuchten, leuchtmittel, light, lighting fixtures, luminaire, lustre,
          nachttischlampe, night light, notbeleuchtung, outdoor lights, pendant lamp, pendant light, pendelleuchte, plafonnier, projecteur
          led, reading lamp, réglette led, ruban led, schreibtischlampe, solar lights, spot led, spotlights, stehlampe, straßenleuchten,
          street light, strip lights, suspension, table lamp, tischlampe, wall light, wandlampe, wandleuchte;
        home.paint: außenfarbe, bombe peinture, chalk paint, deckenfarbe, dispersionsfarbe, eimer farbe, emulsion, exterior paint, farbe,
          farbroller, farrow ball, fassadenfarbe, fence paint, floor paint, fototapete, gloss, holzlasur, holzöl, innenfarbe, lack,
          lackfarbe, lasur farbe, lasure, lining paper, litres peinture, masonry paint, metal paint, paint brush, paint roller,
          paintbrush, papier peint, peinture acrylique murale, peinture blanche, peinture façade pot, peinture glycéro, peinture murale,
          pinceau, pinceaux, pinsel, pot peinture, primer, raufaser, rouleau peinture, seau peinture, sous couche peinture, spray paint,
          sprühfarbe, tapete, tapeten, tapisserie murale, tin paint, varnish, vernis bois, wallpaper paste, wandfarbe, wandfarben, white
          emulsion, white paint, wood oil, wood paint, wood stain;
        home.security: access control, alarm system, alarmanlage, alarme, alarme maison, alarmsystem, ausgesperrt, badge accès, bike
          alarm, brandmelder, burglar alarm, cadenas, caméra surveillance, carbon monoxide, cctv, cctv cameras, cctv system, change locks,
          clé, coffre, coffre fort, contrôle accès, cylindre serrure, dash doorbell cam, détecteur fumée, door lock, double clé,
          einbruchschutz, extincteur, feuerlöscher, feuerlöscher set, fire alarm, fire extinguisher, gun safe, house alarm, intruder
          alarm, key box, key cut, keys, locked, locked out, *locksmith, lost keys, new locks, padlock, panic button, porte claquée,
          rauchmelder, rauchwarnmelder, safe, schließanlage, schließzylinder, schloss, schlösser, schlüssel, schlüssel nachmachen,
          *schlüsseldienst, security camera, security light, security system, serrure, *serrurier, sicherheitsschloss, smart locks, smoke
          alarm, smoke detector, système alarme, tresor, tresore, türschloss, überwachungskamera, vidéosurveillance, videoüberwachung,
          vorhängeschloss, zutrittskontrolle;
        home.solar: autoconsommation, balkonkraftwerk, balkonsolar, batterie solaire, batteriespeicher, battery storage, chauffe eau
          solaire, home battery, installation solaire, inverter, kit photovoltaïque, kit solaire, kwp, onduleur, panneau solaire, panneaux
          photovoltaïques, panneaux solaires, photovoltaic, photovoltaik, photovoltaik speicher, photovoltaikanlage, photovoltaïque,
          powerwall, pv, pv anlage, pv system, solaire, solar array, solar installation, solar kit, solar module, solar power, solar
          system, solar water heater, solaranlage, solarmodule, solarpanel, solarstrom, solarthermie, stromspeicher, tesla battery,
          wechselrichter;
        home.supplies: abfalleimer, adoucissant, air freshener, allzweckreiniger, alufolie, aluminium foil, backpapier, baking paper,
          balai, besen, bin bags, bin liners, bleach, broom, brush dustpan, bucket, cleaning products, cling film, clothes airer, clothes
          line, cloths, descaler, desinfektionsspray, désodorisant, détartrant, detergent, dish soap, dishwasher salt, dishwasher tablets,
          disinfectant spray, drain cleaner, drying rack, dust bin, dustbin, eau javel, eimer, entkalker, éponges, essuie tout, étendoir,
          fabric softener, film alimentaire, frischhaltefolie, gel hydroalcoolique, hand sanitiser, hand soap, hand towels paper, ironing
          board, javel, kitchen roll, kitchen towels, klopapier, küchenrolle, küchenrollen, laundry basket, laundry detergent, lessive,
          light bulbs box, limescale, liquide vaisselle, loo roll, matches, mausefalle, microfibre, mop, moth traps, mouchoirs, mouse
          trap, mousetrap, müllbeutel, mülleimer, müllsäcke, mülltonne, nettoyant, panier linge, papier aluminium, papier cuisson, papier
          toilette, papier wc, papierhandtücher, pastilles lave vaisselle, pedal bin, pegs, poubelle, produits entretien, produits
          ménagers, putzlappen, putzmittel, recycling bins, refuse sacks, reinigungsmittel, rubbish bags, sacs poubelle, savon mains,
          schwämme, seau, seife flüssig, serpillère, serpillière, soap refills, sponges, spülmittel, spültabs, surface cleaner, tapettes
          souris, taschentücher, tissues, toilet paper, toilet roll, toilettenpapier, wäschekorb, wäschespinne, wäscheständer,
          waschmittel, washing capsules, washing liquid, washing powder, waste bin, wc reiniger, weichspüler, wheelie bin, wischmopp;
        home.tools: agrafeuse murale, akkubohrer, akkuschrauber, angle grinder, bâche, band saw, bandsäge, belt sander, bohrer,
          bohrhammer, bohrmaschine, boîte outils, bolts, bosch drill, boulons, brackets, chevilles, chisel, chop saw, circular saw,
          ciseaux bois, clamp, clé anglaise, clé dynamométrique, clés plates, clous, coffret outils, compresseur, compressor, corde,
          cordless drill, coupe carrelage, cric, défonceuse, dewalt, diable, disqueuse, drehmomentschlüssel, drill, druckluftkompressor,
          dübel, échelle, escabeau, établi, étau, extension ladder, exzenterschleifer, festool, flex, fliesenschneider, generator petrol
          small, glue gun, hammer, hand saw, handkreissäge, heat gun, heißklebepistole, hilti, hinges, hobel, impact driver, jack,
          jackhammer, jigsaw tool, kango, kappsäge, kompressor, kreissäge, kreuzlinienlaser, ladder, laser level, leiter, leitern, makita,
          marteau, marteaux, maßband, mètre ruban, meuleuse, mig welder, milwaukee, mitre saw, multitool, muttern, nägel, nail gun, nails,
          niveau laser, nuts bolts, outil, outillage, paint sprayer, perceuse, perforateur, pince, pistolet peinture, plane, planer,
          pliers, ponceuse, poste souder, rabot, rope, router wood, sack truck, sackkarre, säge, sander, saw, scaffold tower,
          schlagbohrmaschine, schleifmaschine, schrauben, schraubendreher, schraubenschlüssel, schraubenzieher, schraubstock,
          schweißgerät, scie, scie circulaire, scie onglets, scie sauteuse, scies, screwdriver, screws, sds drill, seil, serre joint,
          socket set, soldering, spanner, spirit level, staple gun, step ladder, stepladder, stichsäge, table saw, tape measure,
          tarpaulin, teleskopleiter, tile cutter, tischkreissäge, tool box, tool set, toolbox, torque wrench, tournevis, trittleiter,
          trolley jack, vice, vis, visseuse, wagenheber, wall plugs, wasserwaage, welder, welding machine, werkbank, werkzeug, werkzeuge,
          werkzeugkasten, werkzeugkoffer, wheel trolley, winkelschleifer, workbench, wrench, zange, zangen;

        leisure: freizeit, hobby, loisir;
        leisure.art: antik, antike, antike möbel, antique clock, antique furniture, antiquität, antiquitäten, antiquité, aquarell,
          aquarelle, art deco, art print, art print framed, artist, artwork, bild leinwand, brocante, bronze, bust, canvas print,
          commission portrait, commissioned painting, etching, fresque, gemälde, georgian, gravure, kunst, kunstdruck, kunstwerk,
          lithograph, lithographie, meuble ancien, mural, ölgemälde, painter portrait, painting oil, peinture huile, photograph art,
          porcelain, portrait, portrait commande, portrait dog, portrait family, porträt, porzellan meissen, sculpture, silverware,
          skulptur, statue, tableau, tableaux, toile peinture, victorian, vintage furniture, wandgemälde, watercolour, œuvre;
        leisure.books: albums jeunesse, annales bac, atlas, atlas routier, atlas schule, audiobooks, bande dessinée, bd, bibel, bible, box
          set books, *buch, bücher, bücher kinder, children books, comic, cookbook, cookery books, dictionary, dictionnaire, e books,
          encyclopedia, encyclopédie, fachbuch, harry potter, hörbuch, journal, kinderbücher, kochbuch, krimi, lehrbuch, lehrbücher,
          livre, livre cuisine, magazine, magazine abonnement, mangas, manuel, manuel scolaire, maps, newspapers, noten klavier, novel,
          partitions, picture books, polar, reiseführer, revision guide, revue, roman, romane, school books, schoolbooks, schulbücher,
          sheet music, story books, subscription magazine, textbook, wörterbuch, zeitschrift, zeitschriften, zeitung;
        leisure.collectables: action figures, autogramm, autograph, autographe, baseball cards, beer mats, briefmarken,
          briefmarkensammlung, cartes collection, cartes pokémon, coin, coin collection, collectible, figuren sammler, figurines,
          figurines collection, football cards, funko, gold coins, goldmünzen, hornby, hot wheels, magic cards, märklin, matchbox cars,
          médailles, medals, memorabilia, militaria, model railway, model train, modellautos, modelleisenbahn, monnaie, münzen,
          münzsammlung, orden, philatélie, pièces monnaie, pokemon, pokemon cards, sammelfiguren, sammelkarten, sammlerstück, sammlung,
          signed, silbermünzen, silver coins, stamp collection, stamps, swords, timbres, timbres collection, trading cards, train
          miniature, vintage toys, voitures miniatures, war medals;
        leisure.crafts: acrylfarben, acrylic paints, aiguilles tricoter, argile, art supplies, artist brushes, bastelmaterial, basteln,
          bastelpapier, beads, boutons, brennofen, broderie, buntstifte, buttons, calligraphy, candle making, canevas, canvas, carnet
          dessin, chevalet, clay, colouring pencils, couture, craft paper, crayons couleur, cricut, crochet, cross stitch, drawing
          pencils, dressmaking, easel, embroidery, fabric, felt, feutrine, fil coudre, filz, glitter, häkelgarn, häkeln, jewellery making,
          kerzen gießen, kiln, knitting, knitting needles, knöpfe, laine, leinwand malen, loisirs créatifs, loom, machine coudre,
          mercerie, merino wool, modelling clay, nähgarn, nähmaschine, oil paints, oil paints brushes, ölfarben, overlock, overlocker,
          paint by numbers, paintbrushes, paints artist, patchwork, pâte modeler, peinture acrylique, peinture huile tubes, perles
          loisirs, plotter cricut, point croix, pottery wheel, quilting, resin craft, ribbon, scrapbook, sewing kit, sewing machine,
          sketchbook, soap making, staffelei, sticken, stickgarn, stoff, stoffe, stricken, stricknadeln, strickwolle, surjeteuse, thread,
          tissu, tissus, toiles peindre, ton töpfern, töpferscheibe, tour potier, tricot, tubes peinture, wasserfarben, watercolour
          paints, wolle, wool, yarn, zeichenblock, zips;
        leisure.film-music: album, blu ray, bluray, cassettes, cd, cd box, cds, coffret dvd, disque 33, disques, dvd, dvd box set, filme,
          hörspiel, lp, lps, movie, musik cd, musique, platten, record collection, records, schallplatte, schallplatten,
          schallplattensammlung, série dvd, soundtrack, vinyl, vinyles;
        leisure.instruments: accordéon, accordion, acoustic guitar, akkordeon, ampli guitare, baby grand, bagpipes, banjo, bass guitar,
          batterie musique, blasinstrument, blockflöte, bratsche, cajon, capo, cello, church organ, clarinet, clarinette, clavier musique,
          contrebasse, cordes guitare, cornemuse, digital piano, djembe, double bass, drum, drum kit, e bass, e gitarre, e piano, electric
          guitar, electric piano, electronic drum, fender, flöte, flügel, flute, flûte traversière, geige, gibson, gitarre,
          gitarrenverstärker, glockenspiel, grand piano, guitar, guitar amp, guitar pedal, guitare, guitare acoustique, guitare classique,
          guitare électrique, harfe, harmonica, harmonica diatonique, harp, harpe, instrumente, instruments musique, keyboard instrument,
          keyboard piano, klarinette, klavier, kontrabass, konzertgitarre, mandolin, metronome, midi keyboard, mundharmonika, music stand,
          musikinstrument, notenständer, oboe, orchestra instruments, organ, orgel, orgue, percussions, piano, piano droit, piano
          numérique, piano queue, posaune, pupitre, querflöte, recorder flute, roland, saiten, saxophon, saxophone, saxophone alto,
          schlagzeug, stage piano, steinway, strings guitar, strings violin, synth, synthesizer, synthétiseur, trombone, trombone
          coulisse, trompete, trompette, trumpet, tuba, ukulele, upright piano, viola, violin, violon, violoncelle, westerngitarre,
          xylophone, yamaha piano;
        leisure.party: ballon, balloon, bougies anniversaire, bouncy castle, bubble machine, bubbles, bunting, carnival costume, château
          gonflable, confetti, confettis, costume carnaval, costume party, cotillons, déco anniversaire, décoration anniversaire,
          décoration mariage, déguisement, disco ball, disposable plates, fancy dress, faschingskostüm, favours, fête, feu artifice,
          feuerwerk, feux artifice, fireworks, garland, geburtstagsdeko, girlande, girlanden, gobelets, guirlande, halloween, halloween
          costume, helium, hochzeitsdeko, hüpfburg, karnevalskostüm, konfetti, kostüm, kostüme, luftballon, luftschlangen, mitgebsel,
          nebelmaschine, nikolauskostüm, paper cups, paper plates, pappteller, party bags, party decorations, party hats, party lights,
          party tent, partybedarf, partydeko, partyzelt, photo props, pinata, santa costume, smoke machine, sparklers, streamers, table
          decorations, table fête, tischdeko, tischdeko hochzeit, vaisselle jetable, wedding decorations, wedding favours, wunderkerzen;
        leisure.tickets: ballet tickets, billet festival, billets, billets match, bundesliga karten, champions league, cinema tickets,
          coldplay, comédie musicale, comedy show, concert, eintrittskarten, exhibition tickets, festival pass, festival ticket,
          festivalticket, football tickets, formula 1, fußballkarten, gig tickets, glastonbury, grand prix tickets, karten konzert,
          kinogutschein, kinokarten, konzert, konzertkarte, konzertkarten, match tickets, musical, musicalkarten, oktoberfest tisch,
          opera, opernkarten, place match, places, places cinéma, places stade, roland garros, show tickets, spectacle, taylor swift,
          theaterkarten, theatre, wimbledon, world cup tickets, zirkuskarten, zoo tickets;
        leisure.toys: aire jeux, bac sable, balançoire, barbie, bauklötze, board game, bobby car, bobbycar, brettspiel, bügelperlen,
          building blocks, card game, cerf volant, chess, chess set, cheval bascule, circuit train, climbing frame, cuisine enfant jouet,
          dînette, doll, dollhouse, dolls house, doudou, drachen, drone toy, duplo, échecs, experimentierkasten, ferngesteuertes auto,
          gesellschaftsspiel, gesellschaftsspiele, hand puppets, holzeisenbahn, jeu cartes, jeu échecs, jeu société, jeux, jeux société,
          jigsaw, jouet, jouet bois, kapla, kartenspiel, kasperletheater, kaufladen, kids tractor, kinderküche, kite, klettergerüst,
          kuscheltier, lego, lego technic, magic set, maison poupée, marionette, marionnettes, nerf, pedal car, peluche, peluches, play
          doh, play kitchen, play tent, playground, playground equipment, playmobil, playmobil set, plüschtier, plush, portique, poupée,
          puppe, puppen, puppenhaus, puppenküche, puppenwagen, puppet, puppet theater, puppet theatre, puzzle, puzzle pièces, rc car,
          remote control, ride on, ride on car, rocking horse, rubik, rutsche, sand pit, sandkasten, sandpit, schach, schachspiel,
          schaukel, schaukelpferd, science kit, scooter child, slide, slide garden, slime, soft toys, spiele, spielgeräte, spielplatz,
          spielturm, spielwaren, spielzeug, stofftier, swing, swing set, teddy, teddy bear, teddybär, toboggan, toupie, toy box, toy car,
          toy kitchen, tracteur pédales, train set, trampolin, trampoline, tretauto, voiture télécommandée, wasserpistole, water gun,
          wooden blocks, wooden toys, wooden train, zauberkasten;

        office: büro, bürobedarf firma, entreprise, firma, office equipment supplies, professionnel;
        office.equipment: affranchisseuse, aktenvernichter, beschriftungsgerät, bindegerät, binding machine, caisse, caisse enregistreuse,
          cash register, coffee vending, compteuse billets, conference phone, cork board, destructeur documents, destructeur papier,
          distributeur automatique, distributeur boissons, document shredder, étiqueteuse, flip chart, flipchart, fontaine eau,
          frankiermaschine, franking machine, geldzählmaschine, getränkeautomat, guillotine, kasse, kassensystem, konferenztelefon, label
          maker, label printer, laminator, laminiergerät, lectern, massicot, money counter, notice board, paper shredder, paper trimmer,
          paperboard, pinnwand, plastifieuse, pointeuse, projector screen, registrierkasse, relieuse, safe office, schneidemaschine,
          schredder, shredder, snackautomat, stechuhr, tableau affichage, tableau blanc, till, time clock, vending machine,
          verkaufsautomat, video conferencing, visioconférence, wasserspender, water cooler office, water dispenser, whiteboard,
          whiteboard tafel, zeiterfassung;
        office.machinery: 3 phase, abfüllanlage, abkantpresse, air compressors, arbeitsbühne, backhoe, bagger, baler, ballenpresse,
          bandsaw mill, betonmischer, bétonnière, bobcat, boiler industrial, boom lift, bottling machine, bulldozer, bulldozer chenille,
          cement mixer, chargeuse, chariot élévateur, charrue, cherry picker, chiller, cnc, cnc router, combine harvester, compacteur,
          compressor workshop, conveyor, conveyor belt, convoyeur, cooling tower, crane, crusher, découpe laser machine, diesel generator,
          digger, dough mixer, drehbank, drehmaschine, drill press, druckmaschine, dumper, dumper muldenkipper, egge, electric motor,
          électrogène, elektromotor, embroidery machine, etikettiermaschine, étiqueteuse industrielle, excavator, extruder, filling
          machine, förderband, fork lift, forklift, fraiseuse, fräsmaschine, gabelstapler, gearbox industrial, generator, generator strom,
          genset, gerbeur, groupe électrogène, grue, harrow, heat press, hebebühne, hubwagen, hydraulic press, hydraulic pump,
          hydraulikpumpe, industrial machine, industrial oven, industrial robot, industriemaschine, industrieroboter, injection moulding,
          jcb, kompressor 400, kompressor werkstatt, kran, kran mobil, labelling machine, laser cutter, laser engraver, lasergravur
          maschine, laserschneider, lathe, loader, machine, machine broder, machine embouteiller, machine industrielle, machine outil,
          machine tools, mähdrescher, maschinen, milking machine, milling machine, mini digger, mini excavator, mini pelle, minibagger,
          moissonneuse, moteur électrique, nacelle élévatrice, notstromaggregat, packaging machine, palan, pallet truck, palletiser,
          pasteuriser, pelleteuse, pétrin, pflug, phase, planierraupe, plaque vibrante, plate compactor, plough, pompe, pompe eau, pompe
          immergée, press brake, presse hydraulique, presse injection, presse plieuse, printing press, pump, pumpe, quad atv farm,
          radlader, reach truck, robot arm, robot industriel, roller compactor, rüttelplatte, sägewerk, saw workshop, sawmill,
          scherenbühne, schlepper, scierie, scissor lift, screening plant, seed drill, sewing machine industrial, skid steer, sprayer,
          spritzgussmaschine, standbohrmaschine, stapler, stapler gabel, stickmaschine, stretch wrapper, stromaggregat, stromerzeuger,
          submersible pump, table saw workshop, tauchpumpe, teigknetmaschine, telehandler, tour métal, tour numérique, tracteur, tractor,
          traktor, traktoren, transpalette, verpackungsmaschine, wacker plate, wasserpumpe, water pump, werkzeugmaschine, wheel loader,
          wind turbine, workshop machine;
        office.materials: acetone, acier, acrylglas, acrylic, acrylic sheet, aluminium, aluminium profile, aluminium sheet,
          aluminiumblech, aluminum, aluprofile, barley, barres acier, baustahl, blé, blech, brass, bronze, caustic soda, chemicals,
          chemikalien, colza, copper, copper wire, cotton bales, cotton fabric, cuir peaux, cuivre, cullet, edelstahl, epoxidharz, epoxy
          resin, ethanol, fabric rolls, ferraille, fertiliser tonnes, fil cuivre, foam, gerste, getreide, glycerine, grain, granulat,
          granulate, granulés plastique, hydrochloric, inox, iron, iron scrap, isopropanol, isopropanol liter, kunststoff,
          kunststoffgranulat, kunststoffplatten, kupfer, kupferdraht, laiton, lead sheet, leather hides, lösungsmittel, maize, matière
          première, messing, métal, metall, mousse, orge, plaque aluminium, plastic granulate, plastic sheet, plastique, plexiglas,
          plexiglass, polycarbonate, polycarbonate plaque, polyethylene, polypropylene, poutrelle acier, produits chimiques, profilés
          acier, pvc granules, rebar steel, resin, résine, résine époxy, rohstoff, rohstoffe, rubber, salt tonnes, schaumstoff, schrott,
          scrap metal, sheet metal, silicone rubber, solvant, solvent, soya, stahl, stahlblech, stahlprofile, stahlrohr, stahlträger,
          stainless steel, steel, steel bar, steel pipe, steel plate, steel sheet, steel tube, textile rolls, timber export, titanium,
          tôle, tonnes acier, tonnes blé, tonnes of steel, weizen, wheat, wood pulp, zinc;
        office.packaging: barrels, becher pappe, big bags, bocaux, boîtes carton, boîtes pizza, bottles glass, bouteilles verre, boxes,
          bubble wrap, bulk bags, caisses plastique, cardboard, carrier bags, carton, carton déménagement, coffee cups paper, corrugated
          boxes, crates plastic, drums barrels, einmachgläser, emballage, envelopes padded, enveloppes bulle, euro pallets, europaletten,
          faltkartons, fässer, film bulle, film étirable, film plastique, flaschen glas, folienbeutel, food containers, füllmaterial,
          fûts, geschenkverpackung, gift boxes, glass jars, holzpaletten, ibc, jars, jiffy bags, kartons, kisten kunststoff, klebeband,
          labels shipping, luftpolsterfolie, mailing bags, moving boxes, packband, packing, packing tape, paketband, paletten, palettes
          bois, palettes europe, pallet wrap, pallets, paper bags, papier bulle, papiertüten, pappkartons, parcel tape, pizza boxes,
          pizzakartons, plastic bags, plastic bottles, pochettes bulles, poly bags, ruban adhésif, sachets, sacks, sacs papier, sacs
          plastique, schachteln, scotch, shipping boxes, shrink wrap, stretch film, stretchfolie, takeaway boxes, tape rolls, tins
          packaging, tragetaschen, tubes mailing, umzugskartons, verpackung, verpackungen, verpackungsmaterial, versandkartons,
          versandtaschen;
        office.printing: affiche, affiches, aufkleber, autocollants, bâche publicitaire, banner, bedruckt, bedruckte, beschriftung, book
          printing, booklet, briefpapier, brochure, broschüre, broschüren, buchdruck, bücher drucken, business card, business stationery,
          calendar, calendriers, canvas prints, carte visite, cartes invitation, cartes voeux, catalogue, christmas cards,
          danksagungskarten, dépliant, drucken, druckerei, drucksachen, einladungen, einladungskarten, embroidery logo, engraving,
          enseigne impression, etikett, etiketten, étiquettes, fahrzeugbeschriftung, faire part, faire part mariage, faltblatt, flyer,
          flyern, flyers imprimés, fotobuch, gedruckte, gravur, gravure plaque, greeting cards, grußkarten, hochzeitseinladungen,
          *impression, imprimer, imprimerie, invitations, invitations mariage, kakémono, kalender, katalog drucken, kataloge, labels,
          leaflet, letterheads, livre photo, magazine printing, marquage véhicule, menu printing, menus, mugs imprimés, order of service,
          photo book, place cards, plakat, plakate, postcards, posters, postkarten, print, printed bags, printed mugs, printed t shirts,
          printing, prospekt, pull up banner, raffle tickets, roll up, roller banner, rollup, screen printing, sérigraphie, shop sign
          printing, siebdruck, sign writing, signage, speisekarten, stempel, stickers, t shirt printing, t shirts bedrucken, t shirts
          imprimés, t shirts personnalisés, tampon, tassen bedrucken, textildruck, van signwriting, vehicle wrap, visitenkarten, wedding
          invitations, weihnachtskarten;
        office.shop-fittings: agencement magasin, armoire réfrigérée, bakery oven, banque accueil, bar counter, bar equipment, barber
          chair, cafe furniture, card reader, card terminal, chambre froide, chariots supermarché, chip pin, clothes rail, clothing rails,
          coffee machine cafe, coffee machine restaurant, cold room, commercial coffee machine, commercial dishwasher, commercial freezer,
          commercial fridge, commercial kitchen, commercial oven, comptoir, comptoir bar, counter, cuisine professionnelle, deep fryer
          commercial, deli counter, dishwasher restaurant, display cabinet, display fridge, einkaufswagen, enseigne lumineuse, epos,
          equipment restaurant, exhibition stand, fauteuil barbier, fauteuil coiffure, four boulangerie, four pizza professionnel, freezer
          shop, fridge restaurant, fridge shop, friseurstuhl, garment rack, gastro, gastroküche, gastronomie, gastronomiemöbel, gazebo
          market, gondola shelving, gondole magasin, gondoles, großküche, hotte professionnelle, ice cream display, kaffeemaschine gastro,
          kartenlesegerät, kartenterminal, kassentresen, kleiderständer, kühlraum, kühltheke, kühlvitrine, kühlzelle, ladenbau,
          ladeneinrichtung, ladenregale, ladentheke, lave vaisselle professionnel, leuchtreklame, mannequin, market stall, marktstand,
          matériel restaurant, messestand, meuble caisse, mobilier bar, mobilier restaurant, neon sign, oven restaurant, pizza oven
          commercial, pizza oven restaurant, pizzaofen gastro, portant vêtements, pos system, présentoir, price tags, restaurant chairs,
          restaurant furniture, restaurant tables, salon chairs, salon equipment, salon furniture, schaufensterpuppe, shelving shop, shop
          equipment, shop shelves, shop sign, shopping baskets, shopping trolleys, spülmaschine gastro, stand exposition, stand salon,
          terminal paiement, theke, tpe, trade stand, tresen, verkaufstheke, vitrine, vitrine réfrigérée, walk in fridge;
        office.software: abonnement logiciel, accounting program, accounting software, adobe, antivirenprogramm, antivirus, antivirus
          entreprise, autocad, booking software, booking system, buchhaltungssoftware, cad programm, cad software, cloud storage, computer
          program, computerprogramm, crm, crm system, e learning platform, erp, erp system, excel, hr software, inventory software,
          kassensoftware, licence, licences microsoft, license, lizenz, lizenzen, lms, logiciel, logiciel caisse, logiciel comptabilité,
          logiciel gestion, logiciel paie, logiciel réservation, lohnsoftware, microsoft 365, microsoft office, office 365, office
          licences, office paket, password manager, payroll software, photoshop, point of sale software, pos software, progiciel,
          programm, project management software, quickbooks, saas, sage, salesforce, sap, solidworks, suite adobe, terminbuchung software,
          ticket system, video editing software, virenschutz, vpn, warehouse software, warenwirtschaft, warenwirtschaftssystem, windows
          11, windows licence, windows lizenzen, windows server, xero, zeiterfassungssoftware, zoom licences;
        office.stationery: a4 paper, agenda, agrafes, agrafeuse, aktenordner, ballpoint, bleistift, bleistifte, bloc notes,
          briefumschläge, bürobedarf, büroklammern, cahier, carnet, chemises cartonnées, ciseaux, classeur, colle bâton, collegeblock,
          copies doubles, copy paper, crayon, crayons papier, diary, dividers, druckerpapier, envelope, enveloppes, erasers, exercise
          books, felt tips, feutres, filzstifte, folder, fountain pen, fournitures, fournitures bureau, fournitures scolaires, füller,
          glue sticks, gomme, haftnotizen, hefte, hefter, highlighters, hole punch, index cards, klebestift, kopierpapier, kugelschreiber,
          lever arch, lineal, locher, mappen, markers, marqueurs, notebook paper, notepads, notizblock, notizblöcke, notizbuch, office
          supplies, ordner, paper, paper clips, papeterie, papier a4, papier format, papier kopierpapier, pen, pencil, perforatrice,
          photocopy paper, planner, plastic wallets, post it, post its, printer paper, radiergummi, ramette papier, ramettes, reams,
          règle, ring binder, ringordner, rubbers, ruler, schere, school supplies, schreibwaren, schulbedarf, schulhefte, schulsachen,
          scissors, sellotape, sheets paper, stapler, staples, sticky notes, stifte, stylo, stylos bille, stylos personnalisés,
          surligneurs, tacker, tape dispenser, terminplaner, tesafilm, textmarker, toner paper, trombones, umschläge, whiteboard markers,
          whiteboardmarker;

        pets: animal, animaux, budgie, bulldog, caniche, cat, chat, chaton, chien, chiot, dachshund, dackel, dog, haustier, hund, hunde,
          kaninchen, katze, katzen, kitten, labrador, lapin, oiseau, parrot, perroquet, persian cat, poodle, puppy, rabbit, retriever,
          schäferhund, spaniel, terrier, tortoise, tortue, wellensittich, welpe;
        pets.accessories: aquarien, aquarium, aquarium filter, aquarium komplett, arbre chat, beehive, bienenstock, bird cage, bird
          feeder, bird table, cage, cage lapin, caisse transport, cat flap door, cat litter, cat toys, cat tree, chicken coop, chicken
          house, clapier, collar dog, collier chien, coussin chien, dog bed, dog boots, dog coat, dog crate, dog gate, dog harness, dog
          house, dog kennel wood, dog lead, dog ramp, dog toys, fish tank, futterhaus, futternapf, gamelle, griffoir, guinea pig cage,
          hamster, hamsterkäfig, harnais chien, harness, hasenstall, hühnerstall, hundebett, hundebox, hundegeschirr, hundehalsband,
          hundehütte, hundeleine, hundespielzeug, hundetransportbox, hutch, jouet chien, käfig, kaninchenstall, katzenklo, katzenstreu,
          kennel, kratzbaum, laisse, lead, leash, litière, litière chat, litter tray, mangeoire, muzzle, nest box, niche, niche chien,
          nichoir, panier chien, pet carrier, pet gate, poulailler, rabbit hutch, ruche, scratching post, terrarium, terrarium heating,
          transportbox, vivarium, vogelhaus;
        pets.care: castrate, cat boarding, cat sitter, cat sitting, cattery, clip dog, dog behaviourist, dog boarding, dog groomer, dog
          grooming, dog hotel, dog minder, dog obedience, dog sitter, dog sitting, dog trainer, dog training, dog walker, dog walking, dog
          wash, dressage, dresseur, éducateur canin, feed cat, garde animaux, garde chat, garde chien, garder chat, garder chien, garderie
          chien, gassi, gassi gehen, groomer, grooming, horse vet, house sitter, hund betreuen, hundebetreuung, hundefriseur, hundefrisör,
          hundepension, hundeschule, hundesitter, hundetrainer, kastration, katze füttern, katzenbetreuung, katzenpension, katzensitter,
          *kennels, look after cat, look after dog, microchip, neuter, nourrir chat, pension canine, pension chat, pension chien, pet
          cremation, pet sitter, pet sitting, promener chien, puppy classes, puppy training, spay, stérilisation, tierarzt, tierbetreuung,
          tiere versorgen, tierklinik, tiersitter, toilettage, toilettage chien, toiletteur, vaccin chat, vaccin chien, vaccinate cat,
          vaccinate dog, *vet, vétérinaire, *veterinary, walk dog, welpenkurs, welpenschule;
        pets.food: aliment chien, aliment poules, barf, bird food, bird seed, cat food, chicken feed, croquettes, croquettes chat,
          croquettes chien, dog biscuits, dog food, dog kibble, dog treats, fischfutter, fish flakes, fish food, foin lapin, friandises
          chien, graines oiseaux, guinea pigs, hay rabbits, hühnerfutter, hundefutter, hundeleckerli, kaninchenfutter, katzenfutter,
          kibble, kitten food, leckerlis, meisenknödel, nassfutter, nourriture animaux, nourriture chat, nourriture chien, pâtée, puppy
          food, rabbit food, tierfutter, trockenfutter, vogelfutter, welpenfutter;
        pets.horses: bombe équitation, bottes équitation, box cheval, bride cheval, bridle, cheval, chevaux, couverture cheval, dressage
          saddle, einstreu, équitation, farrier, foin, girth, hay, haylage, heu, horse bedding, horse box, horse feed, horse rug, horse
          transport, horsebox, hufschmied, jodhpurs, livery, maréchal ferrant, pension cheval, pferd, pferde, pferdeanhänger, pferdebox,
          pferdedecke, pferdefutter, poney, pony, reithelm, reithose, reitstiefel, riding boots, riding hat, saddle, sattel, selle,
          stable, stall horse, stirrups, trense, van chevaux, zaumzeug;

        property: agence immobilière, estate agent, immobilie, immobilien, immobilienmakler, immobilier, makler, real estate;
        property.business: atelier louer, bar premises, besprechungsraum, boutique louer, bureau louer, bureaux, bureaux louer, büro zu
          mieten, büroräume, cabinet médical louer, co working, commercial property, coworking, coworking platz, desk coworking, entrepôt,
          espace coworking, fonds commerce, geschäftsräume, gewerbefläche, gewerbehalle, gewerberaum, gewerberäume, halle mieten, hangar,
          hot desk, industrial space, industrial unit, kitchen commercial rent, ladenfläche, ladenlokal, lager mieten, lagerhalle, land
          commercial, local, local commercial, local professionnel, locaux, market unit, meeting room, office let, office rent, office
          space, offices, pop up shop, praxisräume, produktionshalle, restaurant premises, retail unit, salle réunion, salon premises,
          seminarraum, serviced office, shop on high street, shop space, shop sqm, shop to let, storage yard, store front, storefront,
          studio workshop, unit rent, warehouse, warehouse space, werkstatt mieten, workshop rent, workshop unit;
        property.buy: achat appartement, achat maison, acheter appartement, acheter maison, acre, apartment buy, barn, bauernhaus,
          baugrundstück, bauland, bauplatz, bedroom house buy, bois acheter, building land, building plot, bungalow buy, buy flat, buy
          house, buy land, buy property, cottage buy, detached, doppelhaushälfte, eigenheim, eigentumswohnung, einfamilienhaus,
          einfamilienhaus kaufen, family home, farm, farm buy, farmhouse, ferienhaus kaufen, ferme, ferme rénover, first home, flat sale,
          forêt, grundstück, haus garten, haus kaufen, hectare, holiday home buy, house purchase, kapitalanlage wohnung, land build,
          longère, maison campagne, maison jardin, maison vendre, maisons, mehrfamilienhaus, mill, penthouse, plot, reihenhaus, résidence
          secondaire, resthof, ruin, semi detached, small farm, smallholding, studio acheter, studio buy, terraced, terrain, terrain
          agricole, terrain bâtir, terrain constructible, townhouse, villa acheter, waldgrundstück, wohnung kaufen, woodland;
        property.rent: allotment, apartment, appartement, appartement louer, bedroom flat, bedsit, box garage, chambre chez habitant,
          chambre étudiant, chambre louer, coloc, colocation, einzimmerwohnung, f3, flat, flat to let, flatmate, flatshare, furnished
          flat, garage louer, garage mieten, garage parking, garage spot, garage to rent, haus mieten, haus zur miete, house let, house
          rent, house share, kleingarten, location maison, lock up, lock up garage, lodger, lodging room, logement, maison louer, meublé,
          mietwohnung, mietwohnungen, möblierte wohnung, nachmieter, near university, parking, parking space, parking spot, place parking,
          room flatshare, room in shared, room to rent, shared flat, shared house, short let, sous location, spot rent, stellplatz,
          student accommodation, student room, studentenzimmer, studio, studio apartment, studio flat, studio louer, sublet, t2, t3,
          tiefgaragenstellplatz, untermiete, wg, wg zimmer, wohnung, wohnung mieten, wohnungen, zimmer mieten, zimmer wohnung,
          zweizimmerwohnung, zwischenmiete
        """;
}
