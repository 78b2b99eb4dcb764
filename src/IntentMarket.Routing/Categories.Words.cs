using System.Collections.Frozen;
using IntentMarket.Engine.Values;

namespace IntentMarket.Routing;

public static partial class Categories
{
    /// <summary>Only who looks for a category by words needs them: who matches an intent does not wait for 14,000 terms.</summary>
    private static readonly Lazy<FrozenDictionary<string, string[]>> MarketWords =
        new(() => Table(string.Join(';', GoodsWords, HomeWords, ServicesWords, TradesWords, AwayWords)));

    /// <summary>What people call what is in a category of the scheme <c>market</c>, beside its name, in English, German and French: a term
    /// each. One of several words is found where all of them are said. A star marks a word that says what is wanted, whatever else is
    /// named: who repairs a fridge sells none. Accents, capitals and an "s" at the end make no difference.</summary>
    internal static IReadOnlyList<string> WordsOf(Category category) =>
        category.Scheme == MarketScheme ? MarketWords.Value.GetValueOrDefault(category.Id, []) : [];

    private const string GoodsWords = """
        appliances: aeg, bosch, einbaugerät, électroménager, elektrogerät, haushaltsgerät, haushaltsgeräte, kitchen appliances, miele,
          siemens, white goods;
        appliances.cleaning: akkusauger, aspirateur, aspirateur robot, balai vapeur, carpet cleaner, dampfreiniger, dyson, floor polisher,
          floor scrubber, handheld vacuum, hochdruckreiniger, hoover, jet wash, kärcher, nettoyeur haute pression, nettoyeur vapeur,
          pressure washer, robot vacuum, roomba, saugroboter, shark vacuum, staubsauger, steam cleaner, steam mop, vacuum cleaner, window
          vac, wischroboter;
        appliances.climate: ac unit, air conditioning, air cooler, air purifier, aircon, ceiling fan, climatisation, climatiseur,
          convector, cooling fan, deckenventilator, dehumidifier, déshumidificateur, electric heater, heizgerät, heizlüfter,
          humidificateur, humidifier, infrarotheizung, klimaanlage, klimagerät, luftbefeuchter, luftentfeuchter, luftreiniger, oil
          radiator, ölradiator, panel heater, patio heater, poêle pétrole, portable ac, purificateur air, radiateur bain huile, radiateur
          électrique, radiator electric, split unit, standventilator, ventilateur, ventilator;
        appliances.coffee: bean to cup, cafetière, cappuccino, coffee grinder, coffee maker, coffee pods machine, delonghi, espresso,
          espressomaschine, expresso, filtermaschine, french press, jura, kaffeemaschine, kaffeevollautomat, latte, machine café, moka,
          nespresso, padmaschine, percolateur, percolator, sage barista, senseo, siebträger, tassimo;
        appliances.cooking: aga, backofen, backofen set, ceranfeld, cooker hood, cooktop, cuisinière, cuisinière gaz, dampfgarer, double
          oven, dunstabzugshaube, elektroherd, extractor, extractor hood, four encastrable, four micro ondes, gas hob, gasherd, gazinière,
          herd, hotte, induction hob, induktionskochfeld, kochfeld, kochplatte, microwave, mikrowelle, mikrowellenherd, piano cuisson,
          plaque cuisson, plaque induction, plaque vitrocéramique, range cooker, rangemaster, solid fuel cooker, stove, wood cooker;
        appliances.cooling: american fridge, beer fridge, cave vin, chest freezer, congélateur, drinks fridge, eiswürfelmaschine, frigo,
          gefrierkombination, gefrierschrank, gefriertruhe, ice machine, ice maker, kühl gefrierkombination, kühlschrank, kühltruhe,
          larder fridge, machine glaçons, mini fridge, minikühlschrank, réfrigérateur, réfrigérateur américain, refrigerator, under
          counter fridge, weinkühlschrank, wine cooler, wine fridge, wine refrigerator;
        appliances.dishwashers: dish washer, geschirrspüler, geschirrspülmaschine, integrated dishwasher, lave vaisselle, spülmaschine,
          tischgeschirrspüler;
        appliances.kitchen: air fryer, airfryer, airfryer heißluft, autocuiseur, bialetti, blender, blendeur, bouilloire, bread maker,
          brotbackautomat, centrifugeuse, cocotte minute, coffee roaster, croque monsieur, deep fryer, dehydrator, dörrautomat, egg
          boiler, eierkocher, eismaschine, electric grill, electric kettle, electric knife, entsafter, extracteur jus, fondue, food
          processor, food steamer, friteuse, gaufrier, grille pain, hachoir, hand blender, hand mixer, heißluftfritteuse, ice cream maker,
          instant pot, juicer, kettle, kitchenaid, kontaktgrill, küchenmaschine, machine pain, meat grinder, mincer, mixer, mixeur,
          mixgerät, multicooker, nutribullet, pasta maker, popcorn maker, pressure cooker, pürierstab, raclette, reiskocher, rice cooker,
          robot cuisine, sandwich maker, schnellkochtopf, slow cooker, smoothie maker, soda stream, sodastream, sorbetière, soup maker,
          stand mixer, standmixer, thermomix, toaster, toastmaschine, vacuum sealer, waffeleisen, waffle maker, wasserkocher, yaourtière,
          yoghurt maker;
        appliances.laundry: bügeleisen, bügelstation, centrale vapeur, dampfbügelstation, défroisseur, fer repasser, garment steamer,
          iron, ironing board steam, mangle, steam generator, steam iron;
        appliances.laundry.dryers: airing cupboard dryer, clothes dryer, condenser dryer, drier, heat pump dryer, kondenstrockner, sèche
          linge, séchoir électrique, spin dryer, trockner, wäschetrockner, wäschetrockner ablufttrockner;
        appliances.laundry.washing-machines: front loader, frontlader, laundromat machine, lavante séchante, lave linge, machine laver,
          top loader, toplader, twin tub, waschmaschine, waschmaschinen, waschtrockner, waschvollautomat, washer, washer dryer;

        baby: bébé, children, enfant, infant, kid, kind, kinder, newborn, nourrisson, säugling, toddler;
        baby.car-seats: autokindersitz, baby seat, babyschale, booster seat, cosy, infant carrier, isofix, kindersitz, kindersitze, maxi
          cosi, maxicosi, rear facing, reboarder, rehausseur, siège auto, siège enfant, siège isofix, sitzerhöhung;
        baby.clothes: baby clothing, baby coat, baby grow, baby hat, baby shoes, baby socks, babygrow, babykleidung, babymütze,
          babyschuhe, babysocken, bavoir, bibs, body bébé, bodysuit, gigoteuse, lätzchen, layette, onesie, pyjama bébé, romper, schlafsack
          baby, sleepsuit, snowsuit, strampler, vests baby, vêtement bébé;
        baby.feeding: baby bottle, baby food, baby formula, baby milk, baby wipes, babyflaschen, babynahrung, biberon, booster seat
          dining, bottle steriliser, breast pump, chaise haute, chauffe biberon, couche, couches bébé, diaper, dummy, feuchttücher,
          flaschenwärmer, highchair, hochstuhl, lait infantile, lingettes, milchpumpe, nappy, pacifier, pampers, petits pots, schnuller,
          sterilisator, steriliser, tétine, tire lait, weaning, wet wipes, windel, windeln;
        baby.nursery: baby bath, baby bed, baby bouncer, baby gate, baby monitor, baby swing, babybadewanne, babybett, babyphone,
          babywippe, baignoire bébé, barrière sécurité, bedside crib, beistellbett, berceau, bouncer, changing table, cot, cot bed, crib,
          crib mattress, kinderbett, laufstall, lit bébé, lit parapluie, matelas bébé, mobile bébé, moses basket, night light baby, parc
          bébé, playpen, pot bébé, potty, rocker, stair gate, stubenwagen, table langer, toddler bed, töpfchen, tour lit, transat bébé,
          türschutzgitter, wickeltisch;
        baby.strollers: baby carriage, baby carrier, baby sling, babytrage, bollerwagen, bugaboo, buggy, double buggy, écharpe portage,
          footmuff, jogger stroller, kinderwagen, landau, nacelle, perambulator, porte bébé, poussette, poussette canne, pushchair, sling,
          sportwagen kinder, tragetuch, travel system, zwillingskinderwagen, zwillingswagen;

        clothing: beanie, belt, blouson, bonnet, cap, ceinture, chapeau, chaussettes, clothes, coat, dirndl, doudoune, écharpe, fashion,
          gants, gloves, gürtel, handschuhe, hat, hoodie, hoodies, hose, hut, imperméable, jacke, jacket, jeans, jumper, kapuzenpullover,
          kilt, kleidung, leather jacket, lederhosen, lederjacke, manteau, mantel, mode, mütze, pantalon, parapluie, poncho, pull, pulli,
          pullover, pyjamas, raincoat, regenjacke, regenschirm, sari, scarf, schal, schlafanzug, socken, socks, sous vêtements,
          strickjacke, sunhat, sweat, sweatshirt, t shirt, trachten, trousers, tshirt, umbrella, underwear, unterwäsche, veste, vêtement;
        clothing.bags: backpack, bagage, bagage cabine, besace, briefcase, brieftasche, cabin bag, cartable, clutch bag, duffel, duffle,
          geldbeutel, gym bag, handbag, handgepäck, handtasche, holdall, koffer, kulturbeutel, laptop backpack, messenger bag, pochette,
          portefeuille, purse, reisetasche, rimowa, rucksack, sac, sac dos, sac main, sac voyage, sacoche, samsonite, satchel, school bag,
          schulranzen, schulrucksack, sporttasche, suitcase, tasche, tote, travel bag, trolley case, trolley koffer, trousse,
          umhängetasche, valise, wallet, weekend bag;
        clothing.children: boys, boys trousers, chaussures enfant, child shoes, children clothes, children coat, communion dress, girls,
          girls dress, kids clothes, kids coat, kids jacket, kids pyjamas, kids shoes, kids trainers, kinderjacke, kinderkleidung,
          kinderschuhe, kommunionkleid, manteau enfant, pyjama enfant, schneeanzug kinder, school shoes, school uniform, schuluniform,
          toddler clothes, vêtements enfant;
        clothing.jewellery: alliance, anhänger kette, anneau, armband, bague, bijou, bijoux, boucles oreilles, boutons manchette,
          bracelet, bracelet argent, broche, brooch, brosche, collier, cufflinks, diamant, diamond, earring, ehering, eheringe, emerald,
          engagement ring, engraved, gemstone, gold chain, gold ring, goldring, halskette, jewelry, jewels, kette gold, manschettenknöpfe,
          necklace, ohrringe, pearl, pendant, pendentif, perlen, perlenkette, perles, ring, ruby, sapphire, schmuck, signet ring, silver
          ring, solitaire, tiara, trauringe, verlobungsring, wedding bands, wedding ring;
        clothing.men: anzug, blazer, bow tie, boxer shorts, caleçon, chemise, chinos, costume, costume homme, costume mariage, cravate,
          dinner jacket, fliege, frack, hemd, hemden, herrenanzug, herrenhemd, herrenhose, herrenjacke, hochzeitsanzug, krawatte, mens
          coat, mens jacket, mens jeans, menswear, morning suit, noeud papillon, polo shirt, poloshirt, sakko, shirt, smoking, suit,
          tailcoat, three piece, tie, trousers men, tuxedo, tweed, veste homme, waistcoat;
        clothing.shoes: adidas, ankle boots, après ski, ballerinas, ballet shoes, basket, birkenstock, boot, bottes, bottines, brogues,
          chaussons, chaussure, chaussures randonnée, clogs, converse, crampons, crocs, dance shoes, doc martens, escarpins, espadrilles,
          flip flops, football boots, fußballschuhe, gummistiefel, halbschuhe, hausschuhe, heels, high heels, hiking boots, laufschuhe,
          loafers, mocassins, nike, pantoffeln, puma, pumps, running shoes, sandal, sandalen, sandales, schuh, schuhe, slipper, sneaker,
          snow boots, stiefel, stilettos, talons, tanzschuhe, tongs, trainer, turnschuhe, walking boots, wanderschuhe, wellies,
          wellingtons, winterstiefel;
        clothing.sportswear: badeanzug, badehose, bikini, cuissard, cycling jersey, cycling shorts, football kit, football shirt, gym
          clothes, gym shorts, jersey, jogginghose, judo suit, justaucorps, karate suit, kimono, laufhose, leggings, leotard, maillot,
          maillot bain, maillot football, radhose, radtrikot, rugby shirts, running jacket, running shorts, short sport, sport bh,
          sporthose, sportkleidung, sports bra, sports clothes, survêtement, swim shorts, swimming trunks, swimsuit, team kit, team
          shirts, thermal leggings, tracksuit, trainingsanzug, trikot, trikotsatz, vêtements sport, yoga clothes, yogahose;
        clothing.watches: armbanduhr, breitling, cartier, casio, chronograph, damenuhr, herrenuhr, montre, montre automatique, montre
          femme, montre homme, omega, patek, pocket watch, rolex, seamaster, seiko, submariner, tag heuer, taschenuhr, tissot, uhr, uhren,
          watch strap, wristwatch;
        clothing.women: abaya, abendkleid, ball gown, ballkleid, bh, blouse, bluse, bra, brautjungfernkleid, brautkleid, bridal gown,
          bridesmaid dress, chemisier, cocktail dress, cocktailkleid, collants, combinaison femme, corset, damen, damenjacke, damenmantel,
          dessous, dirndl kleid, dress, evening dress, femme robe, hijab, hochzeitskleid, jumpsuit, jupe, kleid, ladies, ladies coat,
          lingerie, maternity, maternity clothes, maxi dress, nachthemd, nightdress, prom dress, robe, robe cocktail, robe mariage, robe
          mariée, robe soirée, rock, skirt, sommerkleid, soutien gorge, stockings, strumpfhose, swimsuit women, tailleur femme, tights,
          umstandsmode, vêtements grossesse, wedding dress, womens coat, womenswear;
        clothing.workwear: apron, arbeitshandschuhe, arbeitshose, arbeitskleidung, arbeitsschuhe, atemschutzmaske, berufskleidung, blouse
          travail, blouses, boiler suit, branded polo, casque chantier, chaussures sécurité, chaussures travail, chef coat, chef jacket,
          chef whites, combinaison travail, cut resistant, dust mask, ear defenders, epi, fleece logo, gants travail, gehörschutz, gilet
          jaune, hard hat, hi vis, high visibility, kittel, kochjacke, lab coat, laborkittel, latzhose, lunettes protection, nurse
          uniform, overalls, polo shirts logo, ppe, respirator, safety boots, safety goggles, safety helmet, safety shoes, safety vest,
          schutzbrille, schutzhelm, scrubs, sicherheitshelm, sicherheitsschuhe, steel toe, tabard, tenue travail, veste cuisine, vêtements
          travail, waiter uniform, warnjacke, warnweste, warnwesten, welding helmet, work boots, work clothes, work gloves, work trousers;

        electronics: arduino, calculator, électronique, elektronik, gadget, led strip, lötkolben, multimeter, oscilloscope, raspberry pi,
          sensor, soldering iron, walkman;
        electronics.accessories: 9v, aa, aaa, accus, adaptateur, adapter, akku, batterie, batterie externe, batterien, *battery, button
          cell, car battery booster, charger laptop, chargeur, charging cable, coque, coque téléphone, cr2032, displayschutz, extension
          cord, extension lead, handyhülle, hdmi, kabel, kabeltrommel, knopfzelle, ladegerät, ladegeräte, ladekabel, lithium battery,
          mobile holder, multiprise, netzteil, phone case, phone charger, phone holder, pile, plug adapter, power bank, powerbank,
          rallonge, rechargeable batteries, schutzhülle, screen protector, steckdosenleiste, surge protector, travel adapter, usb,
          verlängerungskabel, verre trempé, wireless charger;
        electronics.audio: alarm clock radio, audio interface, dab radio, dictaphone, dj controller, enceinte portable karaoké, hearing
          loop, karaoke, karaoke machine, micro, microphone, mikrofon, mischpult, mixer dj, mixing desk, musikanlage, radio, radiowecker,
          sono, stereo, table mixage, walkie;
        electronics.audio.headphones: airpods, beats headphones, bose headphones, casque antibruit, casque audio, casque bluetooth, casque
          musique, casque réduction bruit, ear buds, earbud, earphone, écouteur, gaming headset, headphones wireless, headset, in ear,
          kopfhörer, kopfhörer bluetooth, ohrhörer, oreillettes, sony headphones;
        electronics.audio.speakers: ampli, amplifier, av receiver, barre son, bluetooth box, bluetooth speaker, boombox, bose speaker,
          boxen, cd player, chaîne hifi, enceinte, enceinte bluetooth, haut parleur, heimkino, hi fi, hifi, home cinema, jukebox,
          lautsprecher, loudspeaker, monitors studio, musikbox, pa system, party speaker, platine vinyle, plattenspieler, record player,
          sonos, sound system, soundanlage, soundbar, stereoanlage, subwoofer, surround sound, surroundsystem, tourne disque, turntable,
          verstärker, vinyl player;
        electronics.cameras: action camera, actioncam, appareil photo, binoculars, camcorder, camera bag, caméscope, canon, dash camera,
          digitalkamera, dji, drohne, drone, dslr, fernglas, fujifilm, gopro, hybride photo, instax, jumelles, kamera, kompaktkamera,
          leica, lens, lens 50mm, light meter, mirrorless, night vision, nikon, objectif photo, objektiv, photo printer paper, polaroid,
          reflex, slr, sofortbildkamera, sony alpha, spiegelreflexkamera, stativ, systemkamera, telephoto, telescope, teleskop, trail cam,
          trail camera, trépied, tripod, video camera, videokamera, webcam, wildkamera, wildlife camera, zoom lens;
        electronics.computers: informatique matériel, it equipment, ordinateur, rechner;
        electronics.computers.accessories: bras écran, clavier, dock, docking, docking station, dockingstation, drawing tablet, funkmaus,
          headset stand, laptop bag, laptop stand, laptopständer, laptoptasche, maus, mauspad, monitor arm, monitorarm, mouse, mouse pad,
          mousepad, sacoche ordinateur, souris, station accueil, stylus, support ordinateur, tapis souris, tastatur, usb c hub, webcam,
          wrist rest;
        electronics.computers.components: alimentation pc, arbeitsspeicher, barrettes mémoire, boîtier pc, carte graphique, carte mère,
          cpu, cpu cooler, ddr4, ddr5, geforce, gehäuse pc, gpu, grafikkarte, grafikkarten, graphics card, heatsink, intel core, kühler,
          mainboard, mémoire ram, motherboard, netzteil pc, nvidia, pc build, pc case, pc parts, power supply, processeur, processor,
          prozessor, radeon, ram, rtx, ryzen, sound card, ventirad, water cooling;
        electronics.computers.desktops: all in one computer, büro pc, computers school, gamer pc, gaming pc, gaming rig, imac, komplett
          pc, mac mini, mac pro, mac studio, mini pc, nuc, ordinateur bureau, ordinateur fixe, pc, pc fixe, rack server, server, serveur,
          thin client, tour pc, tower computer, tower pc, unité centrale, workstation;
        electronics.computers.laptops: asus zenbook, chromebook, dell latitude, dell xps, gaming laptop, hp elitebook, laptop computer,
          lenovo, light laptop, macbook, netbook, notebook, ordinateur portable, pc portable, surface pro, thinkpad, ultrabook;
        electronics.computers.monitors: 4k monitor, bildschirm, bildschirme, computer screen, computermonitor, curved monitor, digital
          signage display, display, écran, écran gaming, écran incurvé, écran ordinateur, écran pc, gaming monitor, inch monitor, inch
          screens, moniteur, monitore, screen, screen office, touchscreen, ultrawide, zoll monitor;
        electronics.computers.networking: access point, baie serveur, câble ethernet, câble réseau, cat6, ethernet, firewall, fritz box,
          fritzbox, hotspot, mesh, mobile router, modem, nas, network cable, network switch, netzwerk, netzwerkkabel, netzwerkswitch,
          patch cable, patch panel, poe switch, powerline, repeater, répéteur, router, routeur, server rack, switch port, switch réseau,
          ubiquiti, unifi, wi fi, wifi, wifi booster, wifi extender, wlan, wlan verstärker;
        electronics.computers.printers: 3d printer, all in one printer, brother printer, canon printer, cartouche encre, cartouches,
          cartridges, copier, copieur, document scanner, drucker, druckerpatronen, encre, epson, etikettendrucker, fotodrucker, hp
          printer, imprimante, imprimante laser, imprimante multifonction, ink, inkjet, kopierer, kopiergerät, label printer, label
          printer parcels, label printer thermal, large format printer, laserdrucker, laserjet, multifunction printer,
          multifunktionsdrucker, photocopier, photocopieuse, plotter, receipt printer, scanneur, tinte, tintenpatrone, toner,
          tonerkartusche, traceur;
        electronics.computers.storage: backup drive, carte mémoire, carte sd, clé usb, disque dur, disque externe, external drive,
          external ssd, externe festplatte, festplatte, flash drive, hard disc, hard disk, hard drive, harddisk, memory card, memory
          stick, micro sd, microsd, nas, nvme, sd card, speicherkarte, speicherstick, ssd, ssd externe, stockage nas, synology, tb drive,
          thumb drive, usb drive, usb stick;
        electronics.gaming: arcade, borne arcade, casque vr, console jeux, controllers, fifa, fortnite, gameboy, gamepad, gift card
          playstation, jeu ps5, jeu vidéo, jeux switch, jeux vidéo, joystick, konsole, lenkrad ps5, manette, mario, minecraft, nintendo,
          nintendo ds, nintendo switch, oculus, pinball, playstation, ps vita, ps4, ps5, quest vr, racing wheel, retro console, sega,
          spiele switch, spielekonsole, spielkonsole, steam, steam deck, video game, videospiel, videospiele, volant ps5, vr brille, vr
          headset, xbox, zelda;
        electronics.phones: cell phone, cordless phone, desk phone, fairphone, festnetztelefon, funkgerät, galaxy, galaxy s24, handy,
          huawei, ip phone, iphone, landline phone, mobile, mobiltelefon, motorola, nokia, oneplus, pixel, portable senior, portables,
          samsung galaxy, samsung phone, satellite phone, schnurloses telefon, senior phone, seniorenhandy, smartphone, smartphone
          reconditionné, telefon, téléphone, téléphone fixe, tischtelefon, two way radio, walkie talkie, xiaomi;
        electronics.smart-home: alexa, ampoule connectée, domotique, doorbell, echo dot, gegensprechanlage, google home, home assistant,
          home automation, hue, intelligente steckdose, intercom, interphone, maison connectée, nest, philips hue, prise connectée, ring
          doorbell, robot lawn app, smart bulb, smart heating, smart lights, smart lock, smart lock door, smart plug, smart speaker, smart
          switch, smart thermostat, smart thermostat heizung, smarthome, sonnette, sonnette vidéo, thermostat connecté, türklingel,
          türsprechanlage, video doorbell, videoklingel, visiophone;
        electronics.tablets: android tablet, apple pencil, e book reader, ebook, ereader, galaxy tab, graphics tablet, ipad, ipad mini,
          ipad pro, kids tablet, kindle, kindle paperwhite, kobo, liseuse, surface tablet, tablet kinder, tablette, tablette graphique,
          tablette tactile, tolino, zeichentablet;
        electronics.tv: 4k tv, aerial, antenna, antenne, apple tv, beamer, blu ray player, bracket television, bracket tv, chromecast, dvd
          player, écran plat, écran tv, fernseher, fernsehgerät, fire stick, firestick, flachbildfernseher, freeview, home projector, inch
          tv, lecteur dvd, leinwand, oled, parabole, projecteur, projection screen, qled, receiver sat, rétroprojecteur, roku, satellite
          dish, satellitenschüssel, sky dish, smart tv, support tv, télé, téléviseur, telly, tv, tv box, tv halterung, tv led, tv mount,
          tv screen, vesa, vidéoprojecteur, wandhalterung tv, zoll fernseher, zoll tv;
        electronics.wearables: activity tracker, apple watch, bracelet connecté, fitbit, fitness tracker, fitness watch, fitnessarmband,
          fitnesstracker, garmin, garmin watch, gps tracker, gps uhr, gps watch, laufuhr, montre connectée, montre gps, montre sport, oura
          ring, pulsuhr, running watch, smart glasses, smart ring, smart watch, smartwatch, sports watch, sportuhr, traceur gps, whoop;

        food: alimentation, essen, foodstuffs, groceries, lebensmittel, nourriture, provisions, snack;
        food.bakery: bäckerei, backwaren, bagel, baguette, bakery, birthday cake, biscuits, boulangerie, breze, brezeln, brioche, brot,
          brötchen, brownies, bûche noël, buns, cookies, croissant, cupcake, cupcake anniversaire, donuts, doughnut, gâteau, gateau
          anniversaire, gâteau mariage, gâteaux, geburtstagstorte, gingerbread, hochzeitstorte, hörnchen, kekse, kuchen, lebkuchen, loaf,
          loaves, macarons, muffins, pain, pastry, pâtisserie, petits fours, pièce montée, pies, plätzchen, pretzels, roll, sauerteigbrot,
          sausage rolls, scones, semmel, semmeln, sourdough, stollen, tart, tarte, torte, torten, viennoiserie, viennoiseries, wedding
          cake;
        food.catering: afternoon tea, apéritif, apéro, barbecue catering, barbecue guests, barbecue people, barbecue traiteur, barista,
          bartender drinks, bbq people, breakfast delivery, brunch, buffet, burgers, canapes, canteen, cantine, cater, *caterer,
          *catering, chef, chef domicile, cochelet, cocktail dinatoire, cocktails bar, coffee van, cold buffet, cook dinner, crêpes,
          crêpier, cuisinier, cuisinier domicile, curry, dinner, drinks and food, essen bestellen, essen gäste, finger food, fingerfood,
          fish chips, food event, food guests, food party, food people, food truck, food van, food wedding, foodtruck, grill people,
          grillbuffet, guests, häppchen, hog roast, hors oeuvre, ice cream van, kaltes buffet, kantine, kebab, koch, lunch, meals, meals
          delivered, meat vegetarian, méchoui, menu guests, mietkoch, mittagessen, packed lunch, paella, partyservice, pizza, plateau
          repas, plateaux repas, platter, private chef, repas, roast, sandwiches, school meals, spanferkel, spit roast, street food,
          sushi, takeaway, tapas, *traiteur, vin honneur;
        food.drinks: ale, apfelsaft, beer, bier, bière, bierfass, boisson, bordeaux, bottled water, champagne, champagner, cider, cidre,
          coca cola, cognac, cola, craft beer, craft bier, crates, crémant, eau bouteille, eau minérale, energy drink, fassbier, fût
          bière, getränk, getränke, gin, glühwein, juice, jus, jus orange, keg, kisten bier, lager, lemonade, limo, limonade, mineral
          water, mineralwasser, oat milk, port wine, prosecco, red wine, rhum, rosé, rotwein, rum, saft, säfte, schaumwein, schnaps, sekt,
          sirop, smoothies, softs, sparkling water, spirits, spiritueux, spirituosen, spring water, squash drink, tequila, vin, vin blanc,
          vin rouge, vodka, wasser, water bottles, water cooler, wein, weißwein, whiskey, whisky, white wine, wine;
        food.fresh: agneau, äpfel, apples, asparagus, avocado, bacon, bananas, bananen, beef, berries, beurre, biokiste, butcher, butter,
          bœuf, canard, carrots, cerises, champignons, chapon, charcuterie, cheese, chicken, cod, cream cheese, crème fraîche, crevettes,
          dinde, duck, egg, eggs farm, eier, erdbeeren, farm shop, fisch, fish, fleisch, foie gras, forelle, fraises, free range, fromage,
          fruit, game meat, gänse, gemüse, gemüsekiste, goose, grapes, grillfleisch, hähnchen, half pig, ham, herbs fresh, honeycomb,
          huhn, huîtres, jambon, joghurt, kartoffeln, käse, lachs, lait, lamb, légume, lemons, lettuce, lobster, meat, milch, milk, mince,
          moules, mushrooms, mussels, obst, obstkorb, oie, onions, oranges, organic vegetables, oysters, panier bio, panier légumes,
          pilze, poisson, pommes, pommes terre, porc, pork, potato, potatoes, poulet, prawns, rindfleisch, sahne, salad, salade, salat,
          salmon, saucisses, saumon, sausage, schweinefleisch, seafood, spargel, steak, strawberries, tomaten, tomates, tomatoes, trout,
          truffles, turkey, turkey christmas, veg box, vegetable, vegetable box, venison, viande, volaille, weihnachtsgans, whole lamb,
          wild fleisch, wurst, würstchen, yaourt, yoghurt, yogurt, zwiebeln, œufs;
        food.gifts: advent calendar, adventskalender, blumen lieferung, blumenstrauß, bon cadeau, bonbons, bouquet, bouquet fleurs, box
          chocolates, cadeau, cadeaux, cadeaux entreprise, calendrier avent, candy, chocolates, chocolats, christmas hamper, client gifts,
          coffret cadeau, corporate gifts, easter eggs, flowers birthday, flowers bouquet, flowers delivery, flowers mother, geschenk,
          geschenke, geschenkkorb, gift basket, gift box, gift card, gutschein, livraison fleurs, ostereier, panier garni, paniers garnis,
          pralinen, präsentkorb, present, roses dozen, schokolade, souvenir, süßigkeiten, sweets, voucher, weihnachtsgeschenke,
          werbegeschenke;
        food.groceries: almonds, amandes, avoine, baking powder, basmati, beans, bohnen, cacao, café, café grains, canned, cannelle,
          capsules café, cereal, céréales, chickpeas, chips, cinnamon, cocoa, coffee, coffee capsules, coffee pods, confiture, conserves,
          cornflakes, crisps, dried fruit, épicerie, épices, essig, farine, flour, flour bags, fruits secs, gewürze, granola, green tea,
          ground coffee, grüner tee, haferflocken, haricots, hefe, honey, honig, huile, huile olive, instant coffee, jam, kaffee,
          kaffeebohnen, kaffeekapseln, kakao, kapseln kaffee, ketchup, konserven, lentilles vertes, lentils, levure, linsen, mandeln,
          maple syrup, marmalade, marmelade, mayonnaise, mehl, miel, moutarde, muesli, müsli, noodles, nudeln, nuts, oats, oil, öl, olive
          oil, olivenöl, pasta, pâtes, peanut butter, pepper, pfeffer, poivre, raisins, reis, rice, riz, saffron, safran, salt, sauce,
          sel, semoule, senf, snacks, spaghetti, spaghettis, spice, stock cubes, sucre, sugar, sugar bags, tea, tee, tinned,
          trockenfrüchte, vanilla, vanille, vinaigre, vinegar, yeast, zimt, zucker;
        food.special-diets: bio, bio lebensmittel, casher, cétogène, coeliac, dairy free, diabetic, gluten, gluten free, glutenfrei,
          glutenfreie, glutenfreies, halal, halal meat, keto, koscher, kosher, kosher food, lactose free, laktosefrei, laktosefreie, low
          carb, nut free, organic baby food, organic food, plant based, produits bio, sans gluten, sans gluten pain, sans lactose, sans
          sucre, seitan, sugar free, tofu, vegan, vegan cheese, vegan chocolate, vegan food, vegan meat, vegan milk, vegan produits,
          vegane, végétalien, vegetarian, végétarien, vegetarisch, zuckerfrei;

        garden: garten, gartenzubehör, jardin, patio;
        garden.barbecues: außenküche, barbecue gaz, bbq, big green egg, brasero, charbon, charcoal, chiminea, cuisine extérieure,
          elektrogrill, feuerkorb, feuerschale, fire pit, firepit, four pizza, gas grill, gasgrill, grill, grill électrique, grillkohle,
          holzkohle, holzkohlegrill, kamado, kettle grill, kugelgrill, ooni, outdoor kitchen, patio heater gas, pizza oven, pizzaofen,
          plancha, rotisserie, smoker, weber;
        garden.fencing: artificial grass, astro turf, barbed wire, block paving, brise vue, chain link, clôture, cobbles, composite
          decking, dalle terrasse, dalles, decking, doppelstabmatten, driveway gates, driveway gravel, electric fence, fence, fence panel,
          fence posts, flagstones, gabion, gabionen, garden gates, gartenmauer, gartentor, gartenzaun, gate, gazon synthétique,
          gehwegplatten, granite setts, gravel, gravier, gravillons, grillage, kerb, kies, kunstrasen, lames terrasse, maschendraht,
          palisade, palissade, patio slabs, patio stones, pavés, paving stones, pflastersteine, pierre naturelle, piquets, porphyry,
          portail, portail coulissant, portillon, railway sleepers, rasenkantensteine, retaining wall blocks, sandstone, sichtschutz,
          sichtschutzzaun, slabs, sleepers, splitt, terrasse bois, terrassendielen, terrassenplatten, trellis, weidezaun, wire fence, wpc
          dielen, zaun, zäune;
        garden.furniture: adirondack, bain soleil, balancelle, balkonmöbel, banc jardin, biertischgarnitur, bierzeltgarnitur, bistro set,
          chaise longue, chaises jardin, deckchair, egg chair, garden bench, garden chair, garden cushions, garden table, garden umbrella,
          gartenbank, gartenliege, gartenlounge, gartenmöbel, gartenstuhl, gartenstühle, gartentisch, gazebo, hamac, hammock, hängematte,
          hollywoodschaukel, liege, meubles jardin, mobilier jardin, outdoor furniture, outdoor sofa, outdoor table, parasol, patio set,
          pavillon, pergola, picnic bench, picnic table, rattan, rattan set, salon jardin, sonnenliege, sonnenschirm, strandkorb, sun
          lounger, sunshade, swing seat, table jardin, table pique nique, teak bench, terrassenmöbel, tonnelle, transat, voile ombrage;
        garden.mowers: aufsitzmäher, autoportée, benzinrasenmäher, brush cutter, brushcutter, coupe bordure, débroussailleuse, electric
          mower, freischneider, grass trimmer, husqvarna, lawn mower, lawn tractor, lawnmower, mähroboter, motorsense, petrol mower,
          rasenmäher, rasenmähroboter, rasentraktor, rasentrimmer, ride on mower, robot mower, robotic mower, scarificateur, scarifier,
          spindelmäher, stihl, strimmer, tondeuse, tondeuse gazon, tondeuse robot, tondeuse thermique, tracteur tondeuse, vertikutierer;
        garden.plants: apfelbaum, apple tree, arbre, arbres fruitiers, arbuste, balkonpflanzen, bamboo, bambou, bambus, bark chippings,
          bäume, blumen, blumenerde, blumentopf, blumentöpfe, box hedge, buchsbaum, bulbes tulipes, bulbs, bush, cactus, christmas tree,
          chrysanthèmes, compost, conifer, daffodils, dünger, engrais, fern, fertiliser, fleurs, flower pot, flowers, fruit tree, gazon,
          gazon plaques, gazon rouleau, graines, grass seed, grassamen, haie, hanging baskets, hecke, hedge, hedge plants, herbs plants,
          hortensia, hortensien, house plants, houseplant, hydrangea, indoor plants, ivy, jardinière, kirschlorbeer, laurel, laurier,
          lavande, lavender, lawn seed, leylandii, manure, muguet, mulch, mutterboden, obstbaum, obstbäume, olive tree, olivenbaum,
          olivier, orchid, orchidee, paillage, palm, palme, palmier, peat, perennials, pflanze, pflanzen, pflanzkübel, plant pots, plante,
          plante intérieur, planters, plug plants, pommier, pot fleurs, potted, privet, rasen, rasensamen, rindenmulch, rollrasen, rose,
          rosen, rosier, samen, sapin, sapin noël, semences, shrub, sod, square metres turf, stauden, sträucher, tannenbaum, terre
          végétale, terreau, thuja, thuyas, tomato plants, topsoil, tree, tulip bulbs, tulpenzwiebeln, turf, vegetable plants, vivaces,
          weihnachtsbaum, wildflower seeds, yew, zimmerpflanzen;
        garden.pools: above ground pool, bâche piscine, bassin, bassin jardin, chlore, chlorine, fontaine, fountain, garden pond,
          gartenteich, hammam, hot tub, jacuzzi, jacuzzi extérieur, koi, paddling pool, piscine, piscine hors sol, planschbecken, pompe
          piscine, pond, pond liner, pool chemicals, pool cover, pool filter, pool heater, pool pump, pool robot, poolabdeckung,
          poolfolie, poolpumpe, robot piscine, sandfilteranlage, sauna, saunahaus, schwimmbad, schwimmteich, spa gonflable, springbrunnen,
          steam room, swim spa, swimming pool, teichfolie, water feature, whirlpool;
        garden.sheds: abri jardin, baumhaus, bike shed, blockhaus, cabane, cabane enfant, cabanon, carport, chalet bois, chalet jardin,
          chicken shed, cold frame, container office, fahrradgarage, fertiggarage, folientunnel, frühbeet, garage bois, garage prefab,
          garden office, garden room, gartenhaus, gartenhäuser, gartenhütte, gerätehaus, geräteschuppen, gewächshaus, log cabin, log
          store, metallgerätehaus, outbuilding, pavilion, playhouse, poly tunnel, polytunnel, portacabin, remise jardin, serre, shelter,
          spielhaus, summer house, summerhouse, tomatenhaus, tree house, treehouse, tunnel maraîcher, wendy house;
        garden.tools: arrosage automatique, arrosoir, astschere, axe, axt, bêche, bêches, bewässerung, brouette, broyeur, broyeur
          végétaux, chainsaw, compost bin, composter, composteur, cultivator, drip irrigation, échenilloir, fendeuse, fourche, garden
          fork, garden pump, garden shears, gartengeräte, gartenhäcksler, gartenpumpe, gartenschere, gartenschlauch, gießkanne, gloves
          gardening, grabgabel, hache, häcksler, heckenschere, hedge cutter, hedge trimmer, hochentaster, holzspalter, hose, irrigation,
          kettensäge, komposter, kompostierer, laubbläser, laubsauger, lawn rake, leaf blower, leaf rake, log splitter, loppers,
          motoculteur, motorhacke, motorsäge, pelle neige, pole saw, pruning saw, rain barrel, rake, rasensprenger, râteau, rechen,
          récupérateur eau, regentonne, rotavator, salt spreader, schneefräse, schneeschaufel, schubkarre, secateurs, shovel, shredder
          garden, snow blower, snow shovel, souffleur, spade, spaten, sprinkler, taille haie, tailles haies, tiller, tronçonneuse, tuyau
          arrosage, water butt, watering can, wheelbarrow, wood chipper;

        health: gesundheit, santé;
        health.cosmetics: anti ageing, anti wrinkle, barttrimmer, bath bombs, beard trimmer, beauty products, body lotion, bodylotion,
          brosse dents, bubble bath, coffret maquillage, concealer, cosmétiques, cream, creme, crème mains, crème solaire, crème visage,
          dentifrice, deo, deodorant, duschgel, electric razor, electric shaver, electric toothbrush, elektrische zahnbürste, épilateur,
          epilator, epilierer, eyeshadow, face cream, face mask, face masks skin, fake tan, fard paupières, feuchtigkeitscreme,
          foundation, gel douche, gesichtscreme, hand cream, handcreme, hydratante, kosmetik, lait corporel, lidschatten, lip balm,
          lippenstift, lipstick, make up, make up palette, makeup, manicure set, maquillage, mascara, moisturiser, nagellack, nail polish,
          nail varnish, naturkosmetik, parapharmacie, produits beauté, puder, rasierapparat, rasierer, rasierklingen, rasoir, razor, razor
          blades, retinol, rouge lèvres, savon, schminke, seife, serum, shaver, shaving cream, shower gel, skincare, soap, sonnencreme,
          sun cream, sunscreen, tanning, tattoo removal cream, tondeuse barbe, toothbrush, toothpaste, trimmer, vernis, wimperntusche,
          zahnbürste, zahnpasta;
        health.fragrance: after shave, aftershave, chanel, cologne, dior, duft, eau cologne, eau parfum, eau toilette, parfum, perfume,
          scent;
        health.hair: après shampooing, boucleur, brosse cheveux, cheveux, coloration cheveux, conditioner, curlers, curling iron, curling
          tongs, dyson airwrap, extensions cheveux, extensions haare, fer boucler, föhn, ghd, glätteisen, haar, haarbürste, haarfarbe,
          haarschneidemaschine, haarspray, haarteil, haartrockner, hair brush, hair clippers, hair dryer, hair dye, hair extensions, hair
          gel, hair loss, hair mask, hair oil, hair spray, hairbrush, hairdryer, laque, lisseur, lockenstab, perruque, perücke, sèche
          cheveux, shampoo, shampooing, straighteners, tondeuse cheveux, wig;
        health.hearing: appareil auditif, audioprothèse, hearing amplifier, hörgerät, hörgeräte, hörgerätebatterien, hörhilfe, in ear
          hearing, prothèse auditive;
        health.medical: aed, arztpraxis, autoclave, beatmungsgerät, behandlungsstuhl, blood collection, blouses chirurgicales, catheter,
          centrifuge, centrifugeuse laboratoire, covid tests, cpap, ct scanner, defibrillateur, defibrillator, defibrillatoren, dental
          chair, dental unit, dentist chair, dentures lab, disposable gloves, dispositifs médicaux, ecg, ecg machine, échographe,
          échographe portable, einweghandschuhe, ekg, ekg gerät, électrocardiographe, endoscope, examination table, face masks, fauteuil
          dentaire, gants examen, gants nitrile, glassware laboratory, gloves boxes, handschuhe nitril, hospital bed, incubator, infusion
          pump, infusionspumpe, inkubator, irm, katheter, krankenhaus, krankenhausbett, lab, lab fridge, labor, laboratoire, laborgeräte,
          lit médicalisé, masques chirurgicaux, massage table, massageliege, matériel dentaire, matériel médical, medical bed, medical
          devices, medical supplies, medizinprodukte, medizintechnik, microscope, mikroskop, mri, mri scanner, mrt, nebuliser, needles
          medical, nitrile gloves, op masken, op tisch, operating table, orthopaedic, oxygen concentrator, pansements cabinet, patient
          monitor, petri dishes, pflegebett, pipetten, pipettes, ppe masks, praxisbedarf, prosthesis, rapid tests, reagents, respirateur,
          röntgengerät, sauerstoffkonzentrator, scanner médical, schnelltests, seringues, spectrometer, spritzen, sterilizer, stethoscope,
          surgical, surgical gloves, surgical instruments, surgical mask, syringe, table examen, tens machine, test kits, test tubes,
          tests antigéniques, ultraschallgerät, ultrasound, ultrasound scanner, ventilator hospital, ventilators, verbandmaterial praxis,
          veterinary equipment, wound dressings, x ray, x ray machine, xray, zahnarztstuhl, zentrifuge;
        health.mobility: aufstehsessel, badewannenlift, barre appui, bath lift, béquilles, canne, chaise percée, commode chair, crutch,
          déambulateur, disability, duschhocker, electric wheelchair, elektromobil, elektrorollstuhl, fauteuil releveur, fauteuil roulant,
          gehhilfe, grab rail, haltegriffe, hoist, krücken, lève personne, mobility scooter, monte escalier, patient hoist,
          patientenlifter, pflegehilfsmittel, raised toilet seat, ramp, rampe accès, rampe rollstuhl, rise and recline, rise recliner,
          riser recliner, rollator, rollatoren, rollstuhl, scooter électrique senior, scooter pmr, seniorenmobil, shower chair, shower
          stool, siège douche, stair lift, stairlift, toilettensitzerhöhung, treppenlift, walk in bath, walker, walking frame, walking
          stick, zimmer, zimmer frame;
        health.monitors: air quality monitor, baby thermometer, balance connectée, bathroom scales, blood glucose, blood pressure, blood
          sugar, blutdruckmessgerät, blutzuckermessgerät, body scale, bp monitor, breathalyser, ear thermometer, ecg home, éthylotest,
          fieberthermometer, glucometer, glucose meter, glycomètre, heart monitor, körperwaage, lecteur glycémie, oximeter, oxymètre,
          personenwaage, pèse bébé, pèse personne, pregnancy test, pulse oximeter, pulsoximeter, schwangerschaftstest, sleep tracker,
          tensiomètre, test grossesse, thermometer, thermometer fieber, thermomètre, waage, weighing scales;
        health.optical: bifocal, brille, brillen, brillengestell, brillengläser, contact lens, daily lenses, eyeglasses, glasses frame,
          gleitsichtbrille, kontaktlinsen, lentilles, lesebrille, linsen kontakt, lunettes, lunettes lecture, lunettes soleil, lunettes
          vue, monatslinsen, monture, optician, opticien, optiker, prescription glasses, prescription sunglasses, ray ban, reading
          glasses, solution lentilles, sonnenbrille, spectacles, sunglasses, tageslinsen, varifocal, verres correcteurs, verres
          progressifs;
        health.pharmacy: allergie, allergy, antibiotics, antihistamine, antiseptic, antiseptique, apotheke, arznei, arzneimittel,
          augentropfen, bandage, cbd, cold remedy, collyre, comprimés, condoms, contraceptive, cough syrup, désinfectant,
          desinfektionsmittel, disinfectant, doliprane, erste hilfe, eye drops, hay fever, heuschnupfen, homeopathic, homéopathie,
          homöopathie, hustensaft, ibuprofen, insulin, kondome, médicament, medication, medikament, nicotine patches, ointment,
          painkiller, pansement, paracetamol, pflaster, pharmacie, pill, plaster box, plasters, pommade, prescription, préservatifs,
          salbe, schmerzmittel, sirop toux, tablets pain, tabletten, travel sickness, trousse secours, verbandkasten, verbandskasten;
        health.supplements: ashwagandha, collagen, complément alimentaire, creatine, eiweiß, eiweißpulver, electrolytes, fischöl, fish
          oil, gelée royale, glucosamine, iron tablets, magnesium, melatonin, mélatonine, multivitamin, nahrungsergänzung,
          nahrungsergänzungsmittel, omega, omega 3, pre workout, probiotic, probiotiques, protein, protein bars, protein powder, protéine,
          proteinpulver, spiruline, turmeric, vitamin b12, vitamin c, vitamin d, vitamin tablets, vitamin tabletten, vitamine, vitamine d,
          whey, zinc
        """;
}
