namespace IntentMarket.Routing;

public static partial class Categories
{
    private const string TradesWords = """
        services.trades: altbausanierung, artisan, corps état, entreprise générale, *handwerker, haussanierung, home improvement,
          kernsanierung, refurbish, refurbish flat, refurbishment, *renovate, renovated, *renovation, rénovation appartement, rénovation
          complète, renovation flat, rénovation maison, rénover, rénover maison, renovieren, *renovierung, sanieren, *sanierung,
          tradesman, tradesmen, travaux, wohnungssanierung;
        services.trades.building: abattre mur, abbruch, abreißen, abriss, agrandissement, allée carrossable, aménagement combles,
          aménagement grenier, aménager combles, anbau, anbauen, assainissement, attic, aufstockung, ausbau, aushub, bad renovieren, bad
          sanieren, badrenovierung, *badsanierung, badumbau, baggerarbeiten, barn conversion, basement conversion, basement waterproofing,
          bathroom fitted, bathroom fitter, bathroom refit, bathroom renovation, bauen, *bauunternehmen, bauunternehmer, betonieren,
          betonplatte, block paving lay, blockwork, bodenplatte, *bricklayer, bricklaying, brickwork, build, build house, build pool,
          build wall, *builder, builder needed, building extension, building work, carport bauen, cavity wall, ceiling, cellar conversion,
          changer fenêtres, chimney repair, cloison, combles, concrete base, concrete slab, concreting, conservatory build, construct,
          constructeur, construction, construire, construire piscine, *conversion, convert garage, convert loft, couler dalle, cracks,
          crépi, dach dämmen, dachausbau, dachboden ausbauen, dalle béton, damp, damp proof, damp proofing, decke abhängen, démolir,
          demolish, *demolition, dig trench, digger driver, dormer, dormer window, drainage work, drive laid, driveway, driveway paved,
          dry lining, durchbruch, échafaudage, einfahrt pflastern, enduit façade, erdarbeiten, excavation, extend, *extension, extension
          bois, external insulation, façadier, fassade dämmen, fassadendämmung, fenster austauschen, fenster einbauen, fenstereinbau,
          feuchte wand, fit bathroom, fit kitchen, fondations, footings, fosse septique installation, foundations, fundament, garage
          bauen, garage conversion, garden room build, garden wall, gerüst, gerüstbau, gipser, goudronner, gros œuvre, *groundworks,
          hausbau, hausbauer, house extension, humidité murs, install kitchen, install windows, installer cuisine, *insulate, isolation
          combles, isolation extérieure, isolation façade, isoler, keller ausbauen, kellerabdichtung, kitchen fitted, kitchen fitter,
          kitchen fitting, kitchen installer, kitchen renovation, knock down, knock through, knock wall, küche montieren, küchenaufbau,
          küchenmontage, lay patio, load bearing, loft, loft insulated, *maçon, maçonnerie, maison neuve, mason, masonry, mauer bauen,
          mauern, mauerwerk, *maurer, mould, mur clôture construire, mur porteur, muret, neues bad, new build, outside wall, ouvrir mur,
          partition wall, patio laid, pavage, pave driveway, paving laid, pflasterarbeiten, pflastern, piscine construction, placo pose,
          *plaquiste, plaster ceiling, plaster walls, plasterboard ceiling, *plasterer, plastering, plâtre, plâtrier, pointing, poolbau,
          porch build, pose cuisine, pose fenêtres, pose pavés, poseur cuisine, pour concrete, putzarbeiten, ravalement façade, refaire
          salle bain, remove chimney, remove wall, render house, rendering, rénovation cuisine, rénovation salle bain, replace windows,
          repoint, repointing, resin driveway, reskim, retaining wall, rising damp, rohbau, rsj, salle bain rénover, *scaffolding,
          schimmel, self build, septic tank install, single storey, skim, skimming, soakaway, spray foam, steel beam install, stone wall,
          stonemason, strip out, stuckateur, stud wall, subsidence, surélévation, swimming pool build, tarmac, tarmac drive, terrasse
          bauen, terrasse carrelage construire, terrasse pflasterer, terrasse pflastern, terrassement, terrassier, traitement humidité,
          trockenbau, trockenbauer, trockenbauwand, trockenmauer, two storey, underpinning, véranda construire, verputzen, verputzer, wand
          einreißen, wanddurchbruch, wärmedämmung, wet room install, window fitter, wintergarten bauen;
        services.trades.carpentry: agencement, alcove, alcove cupboards, alcove shelves, banister, bespoke, bespoke bookcase, bespoke
          desk, bespoke furniture, bespoke kitchen, bespoke table, bibliothèque sur mesure, boiseries, bookcase made, build deck, built in
          cupboards, built in shelves, built in wardrobe, cabinet maker, *carpenter, carpentry, charpente, charpentier, custom made,
          dachstuhl, decking built, door hanging, doors hung, dressing sur mesure, *ébéniste, ébénisterie, einbauschrank, escalier,
          escalier bois, étagères sur mesure, fensterrahmen, fit doors, fit internal doors, fit skirting, fitted furniture, fitted
          wardrobe, garde corps escalier, geländer, handlauf, handrail, hang door, holzbau, holzterrasse bauen, holztreppe, *joiner,
          joinery, lay decking, made to measure, maßanfertigung, maßmöbel, menuiserie, *menuisier, menuisier pose, mesure, meuble sur
          mesure, möbel nach maß, nach maß, oak stairs, panelling, pergola build, placards, pose lambris, pose porte, pose terrasse, poser
          porte, rampe escalier, regal nach maß, rénovation escalier, roof truss, sash window repair, schrank nach maß, *schreiner,
          schreinerarbeiten, schreinerei, skirting boards, stair parts, staircase, staircase renovation, stairs, sur mesure, terrasse bois
          pose, terrasse holz bauen, timber frame, tisch nach maß, *tischler, tischlerei, treppe, treppenbau, treppenbauer,
          treppenrenovierung, tür einbauen, türen einbauen, türen kürzen, wandverkleidung holz, window frames repair, wood turning, wooden
          gate made, wooden stairs, woodwork, zimmerei, *zimmermann;
        services.trades.electrical: aerial install, ajouter prises, alarm install, anschließen, branchement, brancher, câblage, ceiling
          light install, charger installed, compteur électrique, connect hob, connect oven, consuel, consumer unit, court circuit,
          deckenleuchte, dimmer switch, disjoncte, disjoncteur, e check, eicr, electric shower install, electrical, electrical
          certificate, electrical fault, electrical inspection, electrical test, electrical work, *electrician, *électricien, électricité
          rénover, électricité travaux, electrics, électrique, elektrik, *elektriker, elektrische leitungen, elektroanschluss,
          elektroarbeiten, elektrofachbetrieb, elektroinstallateur, elektroinstallation, elektroprüfung, ethernet cabling, ev charger
          installation, extra sockets, extractor fan install, fi schalter, fit light, fuse, fuse board, fuse box, generator install, half
          house power, herd anschließen, herdanschluss, house rewire, install cctv, install charger, install cooker, install ev charger,
          install lights, install oven, installation borne, installation électrique, installer borne, installer luminaire, installer
          prise, interrupteur, kabel verlegen, keep tripping, kochfeld anschließen, kurzschluss, lampe anschließen, lampen anbringen,
          lampen anschließen, landlord certificate, leitungen, leitungen verlegen, leuchte anschließen, lichtschalter, light fitting,
          light switch, lights flicker, lights not working, lights tripping, mise aux normes, network cabling, netzwerkdosen, no
          electricity, no power, outdoor lights install, outside light, panne courant, panne électrique, plombs sautent, pose borne, poser
          luminaire, power cut, power outage, prises, raccordement, raccorder, refaire électricité, remise normes, *rewire, rewired,
          *rewiring, safety certificate, satellite install, satellitenanlage, schalter, short circuit, sicherung, sicherung fliegt,
          sicherungen, sicherungskasten, smoke alarms install, socket, socket outside, sockets installed, starkstrom, steckdose, steckdose
          setzen, steckdosen, stromausfall, tableau, three phase, tripping, usb sockets, vmc installation, wallbox install, wallbox
          installation, wallbox installieren, wire cooker, wire up, wiring, wiring for, zählerschrank;
        services.trades.flooring: abschleifen, béton ciré, boden schleifen, bodenbeschichtung, *bodenleger, bodenverlegung, carpet fitted,
          carpet fitter, carpet fitting, carpet laid, carreler, carreler salle, *carreleur, chape, dielen abschleifen, dielen schleifen,
          epoxy floor, estrich, estrichleger, fit carpet, fit flooring, fit laminate, fit lino, fit vinyl, fliesen, fliesen bad, fliesen
          legen, fliesenarbeiten, *fliesenleger, fliesenlegerarbeiten, floor laid, floor levelling, floorboards sanded, flooring fitted,
          flooring installation, flooring laid, fugen erneuern, garage floor coating, grouting, install flooring, joints carrelage, küche
          fliesen, laminat verlegen, laminate fitted, laminate laid, *lay, lay carpet, lay laminate, lay lino, lay tiles, lay vinyl, lay
          wooden, level floor, neuer boden, old parquet, parkett abschleifen, parkett legen, parkett schleifen, parkett verlegen,
          parkettleger, parquet repair, parqueteur, polished concrete, ponçage parquet, poncer, pose carreaux, pose de carrelage, pose
          faïence, pose lino, pose moquette, pose parquet, pose plancher, pose sol, pose stratifié, poser carrelage, poser parquet, poser
          sol, poser stratifié, poseur, ragréage, refaire joints, refaire sol, regrout, rénovation parquet, rénover parquet, resin floor,
          résine sol, restore floorboards, restore parquet, retile, sand floor, sand floorboards, sand parquet, sanded, sanding, sanding
          floorboards, screed, self levelling, solier, teppich verlegen, teppichboden verlegen, tile bathroom, tile floor, tile kitchen,
          tile shower, tile splashback, tile wall, tiled, *tiler, tiles fitted, tiles laid, tiling, varnish floor, varnish floorboards,
          verfugen, verlegen, verlegung, vinyl verlegen, vinylboden verlegen, vitrification parquet, vitrifier;
        services.trades.gardening: abattage, abattage arbre, abattre, abattre arbre, aménagement jardin, aménager jardin, backyard, baum,
          baum schneiden, bäume schneiden, baumfäller, baumfällung, baumpflege, baumschnitt, baumstumpf, bêcher, beet anlegen,
          bepflanzung, bramble clearance, brambles, branches, clear ivy, couper arbre, création jardin, créer jardin, crown reduction, cut
          grass, cut hedge, cut tree, débroussaillage, débroussailler, déneigement, désherbage, désherber, dessouchage, dessoucher, dig
          over, élagage, élaguer, élagueur, entretien jardin, espaces verts, fällen, fell, fell tree, felling, feuilles mortes, flower
          beds, front yard, garden clearance, garden design, garden help, garden maintained, garden maintenance, garden redesign, garden
          tidy, garden work, *gardener, *gardening, garten anlegen, garten gestalten, garten umgestalten, gartenarbeit, gartenarbeiten,
          gartenbau, gartenbauer, gartenbaufirma, gartengestaltung, gartenhilfe, gartenpflege, gartenservice, *gärtner, grabpflege, grass
          cutting, gritting, hecke pflanzen, hecke schneiden, hecken schneiden, heckenpflege, heckenschneiden, heckenschnitt, hedge, hedge
          cutting, hedge trimming, hedges trimmed, ivy removal, jardinage, *jardinier, jäten, landscape garden, landscape gardener,
          landscape gardening, *landscaper, landscaping, *landschaftsbau, laub, laub entfernen, lawn, lawn care, lawn cut, lawn laid, lawn
          mown, lawn treatment, lay turf, leaf clearance, leaf removal, leaves cleared, mow, mow grass, *mowing, new lawn,
          obstbaumschnitt, overgrown, *paysagiste, pelouse, plant hedge, plant trees, plantation, planter arbres, planter haie, planting,
          pose gazon, prune, prune apple, prune trees, pruning, rake leaves, ramassage feuilles, rasen anlegen, rasen mähen, rasen
          schneiden, rasen verlegen, rasenpflege, remove ivy, remove stump, remove tree, rollrasen verlegen, schneeräumen, semer gazon,
          snow clearing, souche, stump grinding, stump removal, taille arbres, taille fruitiers, taille haie jardinier, taille haies,
          tailler, tailler arbres, tailler haie, tailler haies, tidy front, tidy yard, tondre, tondre gazon, tonte, tonte gazon, tree
          cutting, tree felled, tree felling, tree removal, tree stump, tree surgeon, tree surgery, tree work, trim hedge, turf laid,
          turfing, unkraut, verwildert, weeding, weeds, winterdienst, wurzel entfernen, wurzelstock, yard, yard work;
        services.trades.handyman: accrocher, accrocher cadres, accrocher miroir, accrocher tableau, alleskönner, anbringen, around house
          jobs, *assemble, assemble bed, assemble cot, assemble desk, assemble furniture, assemble kitchen, assemble shed, assemble
          shelves, assemble table, assemble wardrobe, assembled, *assembly, aufbau, aufbauen, aufgebaut, aufhängen, bett aufbauen, bilder
          aufhängen, bohren, *bricolage, bricoleur, build fence, build flat pack, build wardrobe ikea, change bulbs, dépannage maison,
          drill holes, erect fence, fence fitted, fence installed, fernseher aufhängen, fernseher montieren, fit blinds, fix door handle,
          fix fence, fix shelf, fixer, fixer étagère, fixer tv, flat pack, flatpack, gardinenstange anbringen, gartenhaus aufbauen, gutter
          fix, handwerkliche hilfe, handy man, *handyman, hang blinds, hang curtains, hang mirror, hang pictures, hang shelves, hang tv,
          *hausmeister, hausmeisterdienste, hausmeisterservice, homme main, homme tout faire, ikea, install blinds, install curtain rail,
          install fence, install shelves, installer étagères, installer tringle, jobs around, kleiderschrank aufbauen, kleine arbeiten,
          kleine reparaturen, kleinreparaturen, küchenschrank montieren, lampen aufhängen, little jobs, löcher bohren, meuble ikea, möbel
          aufbauen, *möbelaufbau, möbelmontage, montage, montage abri, montage armoire, montage cuisine, montage lit, montage meuble,
          monter, monter abri, monter armoire, monter cuisine, monter étagère, monter lit, monter meuble, montieren, mount mirror, mount
          shelf, mount television, mount tv, mounted, multi services, odd jobs, pax aufbauen, percer, percer trous, petit bricolage,
          petites réparations, petits travaux, pose clôture, pose grillage, poser clôture, poser étagères, poser grillage, poser rideaux,
          poser tringle, put together, put up, put up blinds, put up curtain, put up fence, put up mirror, put up pictures, put up shed,
          put up shelves, put up tv, regal anbringen, regal aufbauen, repair fence, replace door handle, schrank aufbau, schrank aufbauen,
          small jobs, small repairs, spiegel aufhängen, tout faire, tv bracket fitted, tv montieren, tv mounted, tv mounting, wall mount,
          zaun aufstellen, zaun bauen, zaun setzen, zaunbau;
        services.trades.painting: anstreichen, anstreicher, anstrich, bedroom painted, ceiling painted, decke streichen, décoller papier
          peint, decorate, decorating, *decorator, enduire, enlever papier peint, exterior painting, fassade streichen, fassadenanstrich,
          fence painted, fenster streichen, flat painted, freshen walls, gestrichen, hall stairs landing, hang wallpaper, haus streichen,
          house painted, innenanstrich, interior painting, kitchen painted, küche streichen, lackieren, lackierer türen, laquer, lasieren,
          lessivage, lime wash, *maler, maler gesucht, *malerarbeiten, malerbetrieb, malerfirma, malerin wohnung, malermeister, office
          painted, paint apartment, paint bathroom, paint bedroom, paint bungalow, paint cabinets, paint ceiling, paint church, paint
          cottage, paint cupboards, paint door, paint exterior, paint facade, paint fence, paint flat, paint four, paint garage, paint
          hall, paint house, paint kitchen, paint living, paint nursery, paint office, paint our, paint outside, paint radiator, paint
          railings, paint room, paint shed, paint shop, paint staircase, paint stairs, paint three, paint two, paint walls, paint whole,
          paint windows, paint woodwork, painted, *painter, *painting, painting flat, painting house, painting room, painting walls,
          peindre, *peintre, peintre bâtiment, peinture appartement, peinture bureaux, peinture cage, peinture chambre, peinture complète,
          peinture couloir, peinture cuisine, peinture deux, peinture escalier, peinture extérieure, peinture façade, peinture intérieure,
          peinture maison, peinture mur, peinture pièces, peinture plafond, peinture portail, peinture salle, peinture salon, peinture
          studio, peinture trois, peinture volets, pose papier, pose papier peint, poser papier peint, rafraîchir, rafraîchissement,
          ravaler, redecorate, redecorating, redecoration, refaire murs, refaire peinture, refresh paint, refresh walls, remove wallpaper,
          renovierung wohnung, renovierungsarbeiten, repaint, repeindre, repeint, room painted, somebody paint, someone paint, spachteln,
          spray kitchen cabinets, *streichen, streicht, strip wallpaper, tapete anbringen, tapete entfernen, tapeten entfernen,
          tapezierarbeiten, tapezieren, tapezierer, tapeziert, tapisser, touch up paint, travaux peinture, treppenhaus streichen, two
          coats, wallpaper hanging, wallpaper hung, wallpaper put, wallpaper removal, wallpapered, wallpapering, walls office, walls
          painted, walls refreshed, wände streichen, wohnung streichen, zaun streichen, zimmer streichen;
        services.trades.plumbing: abfluss, abflussreinigung, annual boiler, armatur tauschen, badewanne austauschen, baignoire par douche,
          ballon panne, bleed radiators, blocked, blocked sink, blocked toilet, boiler breakdown, boiler broken, boiler entkalken, boiler
          installation, boiler not working, boiler repair, boiler replacement, boiler service, boiler serviced, boiler tauschen, bouché,
          bouchée, brancher lave linge, burst pipe, canalisation, central heating install, change tap, changer chaudière, changer chauffe
          eau, changer robinet, changer wc, chaudière panne, chauffage panne, *chauffagiste, chauffe eau panne, chauffe eau remplacer,
          cistern leak, clog, clogged, connect dishwasher, connect gas, connect washing machine, curage, cylinder replace, débouchage,
          déboucher, dégât eaux, désembouage, douche bouchée, douche italienne, drain, drain sink, dripping, dripping tap, drips, dusche
          einbauen, entretien chaudière, évier bouché, fit bath, fit radiator, fit shower, fit sink, fit tap, fit toilet, fit washing
          machine, flush, frozen pipes, fuit, fuite, fuite eau, fuite gaz, gas certificate, gas cooker fitted, gas engineer, gas hob
          fitted, gas leak, gas safe, gas safety, gasinstallateur, gasthermenwartung, gazier, goutte, gurgling, heat pump install, heat
          pump installation, heating broken, heating engineer, heating not working, heating repair, heizkörper tauschen, heizung
          ausgefallen, heizung defekt, heizung einbauen, heizung entlüften, heizung funktioniert, heizung geht, heizung kalt, heizung
          tauschen, heizung warm, heizung warten, heizungsbauer, heizungsinstallateur, heizungsmonteur, heizungsreparatur, heizungstausch,
          heizungstechniker, heizungswartung, hot water, immersion heater replace, install bathroom, install boiler, install dishwasher,
          install radiator, install shower, install sink, install tap, install toilet, install washing machine, *installateur,
          installateure, installation chaudière, installation pompe chaleur, installer lavabo, installer pompe chaleur, installer une
          douche, installer wc, kanalreinigung, kein warmwasser, *klempner, klempnerei, lavabo bouché, leak, leak ceiling, leak in, leak
          under, leaking, leaking tap, leaky, low water pressure, move radiator, new boiler fitted, outside tap, pipe, pipework,
          *plomberie, *plombier, plumb, plumb dishwasher, plumb washing machine, *plumber, *plumbing, plus eau chaude, pose baignoire,
          pose radiateur, pose wc, poser wc, power flush, purger radiateurs, raccordement lave linge, radiator cold, radiator fitted,
          radiator leaking, remplacement chaudière, remplacer baignoire, remplacer chaudière, remplacer robinet, replace boiler, replace
          radiator, replace tap, robinet fuit, robinet goutte, rohr, rohrbruch, rohrreinigung, rohrverstopfung, sanitär, sanitärbetrieb,
          sanitärinstallateur, shower fitted, shower installed, shower leaking, smell drain, spülkasten defekt, spülmaschine anschließen,
          spülung defekt, tap fitted, therme wartung, thermenwartung, toilet broken, toilet fitted, toilet flush, toilet leaking, toilet
          running, toilette montieren, toilette undicht, toilette verstopft, toilettes bouché, toilettes bouchées, tropft, tuyau fuite,
          tuyau percé, unblock, unblocked, underfloor install, undicht, verstopft, wärmepumpe einbauen, wärmepumpe installation,
          waschbecken montieren, waschmaschine anschließen, wasseranschluss, wasserhahn montieren, wasserhahn tauschen, wasserhahn tropft,
          wasserrohrbruch, wasserschaden, water leak, water softener install, water tank replace, wc bouché, wc bouchés, wc verstopft, won
          drain;
        services.trades.roofing: ardoises toit, broken tiles, ceiling rain, charpente toiture, chimney, chimney pot, chimney stack,
          couverture toit, couverture toiture, *couvreur, dach, dach decken, dach erneuern, dach neu, dach reparieren, dach undicht,
          dachabdichtung, *dachdecker, dachdeckerarbeiten, dachdeckerei, dacheindeckung, dachfenster einbauen, dachreparatur, dachrinne,
          dachsanierung, dachziegel ersetzen, démoussage, downpipe, epdm, étanchéité, faîtage, fallrohr, fascia, felt roof, flachdach,
          flachdachsanierung, flashing, flat roof, flat roofing, fuite toit, fuite toiture, garage roof, garagendach, gouttière, gutter,
          gutter repair, guttering, gutters replaced, infiltration toiture, lead flashing, missing tiles, moos dach, nettoyage gouttières,
          neues dach, new roof, rain comes in, rains in, re roof, refaire toit, refaire toiture, réfection toiture, regenrinne, regenrinne
          reparieren, remplacer tuiles, rénovation toiture, réparation toiture, replace roof, roof, roof fixed, roof leak, roof light,
          roof renewal, roof repair, roof replaced, roof replacement, roof tile, *roofer, *roofing, rubber roof, schornsteinkopf, slate
          roof, slates, slipped slates, slipped tiles, soffits, souche cheminée, spengler, sturmschaden dach, thatch, thatched, thatcher,
          tiled roof, toit, toit plat, toiture, toiture terrasse, tuiles cassées, velux pose, water ceiling, water comes through ceiling,
          water coming through roof, ziegel ersetzen, zinguerie, zingueur
        """;
}
