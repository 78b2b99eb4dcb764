namespace IntentMarket.Routing;

public static partial class Categories
{
    private const string AwayWords = """
        sports: fitness sport, sportartikel, sporting, sporting goods, sports equipment;
        sports.camping: air bed, auvent, awning, awning caravan, bâtons marche, bâtons randonnée, baudrier, bell tent, bivouac, bivvy,
          boussole, bushcraft, camp bed, camp stove, camping bed, camping chair, camping cookware, camping fridge, camping kocher, camping
          stove, camping stuhl, camping table, campingkocher, campingstuhl, campingstuhl klappbar, campingstühle, campingtisch, carabiner,
          chaise camping, chaussons escalade, climbing, climbing harness, climbing rope, climbing shoes, compass, cool box, cooler box,
          crampons ice, dachzelt, escalade, familienzelt, glacière, hängematte camping, head torch, headtorch, hiking backpack, hiking
          cooker, hiking poles, hydration pack, isomatte, klettergurt, klettern, kletterschuhe, kletterseil, kühlbox, lampe frontale,
          lantern camping, luftmatratze, matelas camping, matelas gonflable, randonnée, réchaud, réchaud gaz, roll mat, roof tent,
          rucksack 65, rucksack hiking, sac de couchage, sac randonnée, schlafsack, schlafsäcke, sleeping bag, sleeping mat, stirnlampe,
          stove hiking, survival, tarp, taschenlampe, tent, tente, tente familiale, tente toit, torch, trekking, trekking poles,
          trekkingrucksack, vorzelt, walking poles, wandern, wanderrucksack, wanderstöcke, wurfzelt, zelt, zweimannzelt;
        sports.cycling: antivol, balance bike, bicycle light, bicycle lock, bicyclette, bike, bike bag, bike bell, bike computer, bike
          helmet, bike light, bike lock, bike pump, bike rack, bike seat, bike stand, bike trailer, bike tyre, bike wheels, bmx, boys
          bike, brompton, cargo bike, casque vélo, child bike, children bike, city bike, citybike, cycle, cycle helmet, cycling, damenrad,
          draisienne, dreirad, éclairage vélo, fahrrad, fahrradanhänger, fahrradcomputer, fahrräder, fahrradhelm, fahrradlicht,
          fahrradreifen, fahrradschloss, fahrradsitz, fahrradständer, fahrradtasche, fahrradträger, faltrad, fixie, folding bike,
          gebrauchtes fahrrad, girls bike, gravel bike, gravelbike, helm fahrrad, herrenrad, hollandrad, home trainer, hybrid bike, inner
          tube, jugendfahrrad, jungenfahrrad, kids bike, kinderfahrrad, kinderräder, kindersitz fahrrad, klapprad, lastenrad, laufrad,
          luftpumpe, mädchenfahrrad, mountain bike, mountainbike, mtb, panniers, pneu vélo, pompe vélo, porte vélo, racing bike, rad,
          räder, remorque vélo, rennrad, road bike, roues vélo, sacoche vélo, saddle bike, siège vélo, tandem, touring bike, trekkingbike,
          trekkingrad, tricycle, tricycle enfant, trottinette enfant, turbo trainer, unicycle, vélo, vélo cargo, vélo course, vélo enfant,
          vélo femme, vélo fille, vélo garçon, vélo gravel, vélo hollandais, vélo homme, vélo occasion, vélo pliant, vélo route, vélo tout
          chemin, vélo ville, vtc vélo, vtt;
        sports.cycling.e-bikes: bosch ebike, e bike, e lastenrad, e mountain bike, e mountainbike, e mtb, e rad, ebike, electric bike,
          electric cargo bike, electric folding bike, electric mountain bike, elektrofahrrad, elektrofahrräder, elektrorad, emtb, pedelec,
          speed pedelec, speedbike, vae, vélo cargo électrique, vélo électrique, vélo électrique pliant, vtt électrique, vttae;
        sports.fishing: air rifle, ammunition, angel, angelausrüstung, angeln, angeln set, angelrolle, angelrute, angelschnur, angelset,
          angelstuhl, appâts, appeau, arc chasse, armbrust, bait, canne pêche, carabine, carp, cartridges gun, chasse, clay pigeon,
          crossbow, cuissardes, decoy, épuisette, fishing boat rod, fishing chair, fishing line, fishing net, fly fishing, fly rod, fusil,
          gibecière, gun cabinet, hameçons, hochsitz, hunting boots, hunting knife, jagd, jagdgewehr, jagdkleidung, jagdmesser,
          karpfenrute, kescher, köder, leurres, luftgewehr, lunette tir, lures, matériel pêche, moulinet, munition, pêche, reel, rifle,
          rod, scope, shotgun, tackle, waders, zielfernrohr;
        sports.fitness: appareil musculation, ballon gym, banc musculation, barbell, barre traction, bench press, boxing bag, boxsack,
          corde sauter, cross trainer, crosstrainer, dumbbell, dumbbell set, dumbell, élastiques musculation, elliptical, elliptical
          trainer, elliptique, ergometer, exercise ball, exercise bike, exercise mat, faszienrolle, fitnessgerät, fitnessgeräte,
          fitnessstudio, fitnessstudio mitgliedschaft, foam roller, free weights, gym, gym machine, gym mat, gym membership, gym near, gym
          subscription, gymnastikball, gymnastikmatte, haltères, hantel, hantelbank, hanteln, heimtrainer, home gym, indoor bike,
          kettlebell, kettlebell set, klimmzugstange, kraftstation, kurzhanteln, langhantel, laufband, multi gym, multigym, musculation,
          peloton, poids musculation, power rack, presse cuisses, pull up, pull up bar, punch bag, punching bag, rameur, resistance bands,
          rowing, rowing machine, ruderergometer, rudergerät, sac frappe, salle sport, skipping rope, spin bike, spinning bike,
          spinningrad, springseil, squat rack, station musculation, stepper, stepper heim, tapis de course, tapis fitness, tapis gym,
          tapis yoga, treadmill, vélo appartement, vélo elliptique, vélo spinning, vibration plate, walking pad, weight bench, weight set,
          weights, yoga mat, yogamatte;
        sports.golf: balles golf, bois golf, chariot golf, chaussures golf, driver club, driver golf, eisen golf, fers golf, golf bag,
          golf balls, golf buggy, golf cart, golf club set, golf gloves, golf membership, golf rangefinder, golf set, golf shoes, golf
          simulator, golf trolley, golfbag, golfbälle, golfschläger, golfschlägersatz, golfschuhe, golfset, golftrolley, golfwagen, irons
          golf, parcours golf abonnement, putter, sac golf, série golf, télémètre golf, voiturette golf;
        sports.team: american football, archery, baby foot, babyfoot, badminton, badminton net, badminton set, badmintonschläger, bälle,
          ballon basket, ballon foot, balls, baseball bat, baseballschläger, basketball, basketball hoop, basketball net, basketballkorb,
          billard, billardtisch, bogenschießen, boule kugeln, boules set, bow arrow, bowling, bowls, boxhandschuhe, boxing gloves, boxing
          ring, but foot, cage foot, chasubles, cible fléchettes, cones, cricket, cricket bat, cricket set, croquet, crosse hockey, dart
          board, dartboard, darts, dartscheibe, federball, federballset, fencing sword, filet volley, fléchettes, foosball, football,
          football boots junior, frisbee, fußball, fußbälle, fußbälle training, fußballtor, fußballtore, gants de boxe, gants gardien,
          goal posts, goalkeeper gloves, goals, gymnastics mat, handball, handbälle, hockey, hockey stick, hockeyschläger, judo mats,
          judomatten, kicker, kickertisch, lacrosse, netball, padel, panier de basket, panneau basket, pétanque, pickleball, ping pong,
          plots, pool cue, pool table, protège tibias, racquet, raquette, rounders, rugby, schienbeinschoner, scoreboard, shin pads,
          shuttlecocks, snooker, snooker table, soccer, squash, table billard, table football, table tennis table, tapis gymnastique,
          tatamis, tennis, tennisbälle, tennisschläger, tir arc, tischkicker, tischtennis, tischtennisplatte, tischtennisschläger, tor,
          tore, torwarthandschuhe, training bibs, trampoline gym, turnmatte, turnmatten, volants badminton, volleyball, volleyball net,
          volleyballnetz;
        sports.water: bodyboard, bouteille plongée, buoyancy aid, canoe, combinaison néoprène, combinaison plongée, combinaison surf,
          dinghy sail, diving, diving equipment, diving mask, dry suit, drybag, faltboot, fins, flippers, gilet sauvetage, inflatable
          paddle, kajak, kanu, kanus, kayak, kayak gonflable, kayaks de mer, kite surf, kitesurf, kitesurf aile, kitesurfen, life jacket,
          lifejacket, lunettes natation, masque plongée, masque tuba, matériel plongée, neoprenanzug, oars, paddel, paddle, paddle board,
          paddle gonflable, paddleboard, pagaie, pagaies, palmes, planche surf, planche voile, planches surf, plongée, pool float, rowing
          boat oars, sails, schnorchel, schnorchelset, schwimmbrille, schwimmflossen, schwimmweste, schwimmwesten, scuba, scuba gear, ski
          nautique, snorkel, snorkel set, stand up paddle, stand up paddling, sup, sup board, surf board, surfanzug, surfboard, surfbrett,
          surfbretter, swim goggles, swimming goggles, tauchen, taucheranzug, taucherausrüstung, taucherbrille, tauchflasche, tuba,
          wakeboard, wasserski, water skis, wet suit, wetsuit, windsurf, windsurf board, windsurfen, wing foil;
        sports.winter: arva, avalanche transceiver, bâtons ski, bob, bobsleigh, casque ski, chaussures de ski, chaussures snowboard,
          combinaison de ski, cross country skis, curling, eishockey, eishockeyschläger, gants ski, goggles ski, hockey glace, ice hockey,
          ice skates, langlaufschuhe, langlaufski, lawinen, location ski, location skis, louer skis, luge, lvs gerät, masque ski, paire
          skis, pantalon ski, patins, patins glace, raquettes, raquettes à neige, rodel, rodelschlitten, schlitten, schlitten kinder,
          schlittschuhe, schneeschuhe, ski, ski ausleihen, ski ausrüstung, ski bag, ski boots, ski fond, ski gloves, ski helmet, ski hire,
          ski jacket, ski poles, ski rack, ski rando, ski rental, ski set, ski socks, ski suit, ski trousers, ski verleih, skianzug,
          skiausrüstung, skibrille, skier, skihandschuhe, skihelm, skihose, skiing, skijacke, skis, skis occasion, skischuhe, skistöcke,
          skiverleih, sled, sledge, snow boots, snowboard, snowboard boots, snowboards set, snowboardschuhe, snowshoes, toboggan snow,
          tourenski, touring skis, veste ski, winterstiefel ski;

        travel: holiday, reise, reisen, travelling, trip, urlaub, urlaubsreise, vacances, vacation, voyage, voyager;
        travel.activities: accrobranche, activité, adventure, ausflug, bachelor party, bachelorette, balade bateau, ballonfahrt, balloon
          ride, baptême air, baptême plongée, betriebsausflug, bike tour, billets disneyland, boat hire skipper, boat tour, boat trip,
          boats party, bootsfahrt, bootstour, brauereiführung, brewery tour, bungee, bus tour, chasse trésor, circuit touristique, city
          guide, city tour, company outing, cooking experience, croisière journée, day activity, day trip, dégustation, dégustation vin,
          disney, disneyland, disneyland paris, escape game, escape room, europapark, excursion, excursion journée, fallschirmsprung,
          firmenausflug, fishing trip, freizeitpark, führung, go kart, *guide, guide touristique, guided, heißluftballon, helicopter,
          helicopter flight, helicopter ride, hen weekend activity, horse riding trip, hot air, hubschrauberflug, jeep tour, journée spa,
          karting, klassenfahrt, kletterpark, laser game, local guide, louvre, montgolfière, museum, museum tickets, museumsführung,
          oenologie, office outing, paintball, parachute, parapente, parc attractions, photo safari, promenade bateau, rafting,
          reiseführer person, reiseleiter, rundflug, safari, safari reise, sailing trip, saut élastique, saut parachute, schifffahrt,
          schnitzeljagd, school trip, schulausflug, segeltörn, séminaire entreprise, sightseeing, skydive, skydiving, something fun,
          sortie bateau, sortie scolaire, spa break, spa day two, stadtführer, stadtführung, stadtrundfahrt, stadtrundgang, stag, stag
          weekend, tagesausflug, tagestour, tandemsprung, team building, team day, team event, teamausflug, teambuilding, teamevent,
          theatre trip, theme park, tour hélicoptère, treasure hunt, visite, visite cave, visite guidée de, visite musée, vol
          montgolfière, walking tour, weinprobe, weintour, whale watching, wine tasting, wine tour, zip line;
        travel.flights: air fare, air ticket, airfare, airline, airline tickets, aller retour, aller simple, avion, billet aller, billet
          avion, billigflug, business class, businessclass, charter flight, charter plane, charterflug, direct flight, direktflug,
          economy, fliegen, flights family, flug, flug ab, flug nach, flüge, flüge nach, flugreise, flugticket, fly, fly to, flying to,
          hin rückflug, hinflug, jet charter, jet privé, linienflug, london to new york, one way to, plane, plane ticket, private jet,
          privatjet, return ticket, return to, rückflug, vol, vol affaires, vol aller, vol charter, vol direct, vol paris, vol retour,
          vols pour;
        travel.hotels: accommodation, airbnb, apartment holiday, appartement mer, appartement semaine, appartement vacances, auberge,
          auberge jeunesse, bauernhof urlaub, bed breakfast, bedrooms august, berghütte, block booking, cabane arbres, cabin lake,
          camping, campingplatz, campsite, caravan holiday, chalet, chalet montagne, chalet semaine, chalet ski, chambre d hôtes, chambre
          double, conference hotel, cottage, couchages, emplacement camping, ferienhaus, ferienhaus mit, ferienhäuser, ferienhütte,
          ferienwohnung, ferienwohnungen, fewo, gästezimmer, gîte, gîte de, gîte groupe, glamping, group accommodation, gruppenhaus,
          gruppenunterkunft, guest house, guesthouse, hébergement, holiday cottage, holiday flat, holiday home, holiday house, holiday
          let, holiday rental, holiday villa, hostel, hotel block, hôtel chambre, hotels in, hotelübernachtung, hotelzimmer, hotelzimmer
          nächte, house weekend, hütte, insolite, jugendherberge, location chalet, location gîte, location mer, location saisonnière,
          location vacances, location villa, lodge, lodge group, log cabin holiday, logement vacances, maison hôtes, maison mer, maison
          vacances, mobil home, mobilhome, monteurunterkunft, monteurzimmer, nights, nights in, nuits, pension, pensionen, pitch, place
          sleep, place to stay, résidence hôtelière, resort, rooms, séjour hôtel, self catering, serviced apartment, skihütte, sleeps,
          stay, stellplatz wohnmobil, tagungshotel, tent pitch, trade fair hotel, übernachten, übernachtung, übernachtungen, unterkunft,
          villa, villa piscine, villa semaine, weekend stay, wellnesshotel, youth hostel, zimmer mit, zimmer nächte;
        travel.packages: adventure holiday, agence voyage, aktivurlaub, all inclusive, badeurlaub, beach, busreisen, canary, circuit,
          circuit organisé, city break, city trip, club vacances, cluburlaub, crete, croisière, croisière méditerranée, cruise, cycling
          holiday, escorted tour, familienurlaub, family holiday, flitterwochen, flusskreuzfahrt, fortnight, full board, getaway, golf
          holiday, greece, group holiday, group trip, gruppenreise, half board, hochzeitsreise, holiday turkey, honeymoon, honeymoon in,
          kreuzfahrt, kreuzfahrten, kurzurlaub, lune miel, majorca, maldives, malediven, mediterranean cruise, mittelmeerkreuzfahrt,
          package tour, pauschalreise, pauschalreisen, pauschalurlaub, pèlerinage, pilgrimage, radreise, reisebüro, river cruise, romantic
          weekend, round trip, rundreise, safari holiday, school ski trip, séjour, séjour club, séjour famille, semaine au, ski trip, ski
          week, skireise, skiurlaub, sommerurlaub, spa holiday, städtereise, städtetrip, strandurlaub, studienreise, sun holiday,
          tenerife, thalasso séjour, tour monde, tour operator, tout compris, travel agency, travel agent, urlaub am, urlaub in, vacances
          en, vacances famille, verwöhnwochenende, voyage de noces, voyage groupe, voyage maldives, voyage organisé, voyage scolaire,
          voyage sur mesure, walking holiday, wanderurlaub, week end, week end romantique, weekend away, weekend break, weekend in,
          weekend two, weeks greece, wellnessurlaub, wellnesswochenende, weltreise, winter sun, winterurlaub, wochenendtrip, world cruise;
        travel.trains: abonnement tgv, abonnement train, bahn, bahncard, bahnfahrkarte, bahnfahrt, bahnticket, billet bus, billet ferry,
          billet train, billets tgv, bus pour, bus to, busticket, calais, carte avantage, carte sncf, carte transport, channel tunnel,
          coach ticket, deutschlandticket, dover, eurostar, eurotunnel, fähre, fähre nach, fähren, fahrkarte, fahrkarten, fernbus,
          fernbusticket, ferry corse, ferry crossing, ferry pour, ferry to, flixbus, ice ticket, interrail, interrailticket, monatskarte,
          nachtzug, passe navigo, rail, rail pass, railcard, railway, season ticket, sncf, tgv, train from, train paris, train pour, train
          to, travel pass, traversée, traversier, zug, zug nach, zugfahrt, zugticket;
        travel.transfers: aéroport, airport pickup, airport shuttle, airport taxi from, airport transfer, autocar, autocar avec, autocar
          pour, bus chartern, bus for, bus für, bus mieten, bus people, busreise, busunternehmen, car avec chauffeur, chauffeur, chauffeur
          driven, chauffeur journée, chauffeur privé, chauffeur service, chauffeurservice, coach hire, coach people, coach travel, coach
          trip, coach with driver, drive me, drive us, driver, driver day, driver for, drop off airport, fahrdienst, fahrer, fahrer für,
          fahrservice, fahrt nach, flughafen, flughafentaxi, flughafentransfer, kleinbus fahrer, krankenfahrt, krankentransport, lift,
          lift airport, lift to, limo, limousine, limousine mariage, limousine mieten, limousinenservice, location autocar, location bus,
          location limousine, location minibus chauffeur, minibus, minibus avec, minibus hire driver, navette, non emergency ambulance,
          party bus, partybus, pick up airport, private driver, private hire, private transfer, prom limo, ramassage scolaire, reisebus,
          reisebus mieten, reisebus mit, reisebusse, ride, ride airport, rolls royce hire, school bus, schulbus, seater minibus, shuttle,
          shuttle service, shuttlebus, shuttleservice, stretch limo, taxi, taxi conventionné, taxi nach, taxi patient, taxi to, taxifahrt,
          taxis, trajet, transfer hotel, transferfahrt, transferts, transport groupe, transport personnes, transport scolaire, vsl, vtc;

        vehicles: automobile, fahrzeug, fahrzeuge, motor vehicle, véhicule;
        vehicles.boats: anchor, angelboot, anker boot, anneau port, annexe bateau, außenborder, barque, bateau, bateau moteur, bateau
          pêche, bateaux, boat cover, boat engine, boat trailer, boot, boote, bootsanhänger, bootsmotor, bootstrailer, cabin cruiser,
          canal boat, catamaran, dinghy, fishfinder, fishing boat, gummiboot, hausboot, hors bord, houseboat, inboard engine, inflatable
          boat, inflatable dinghy, jet ski, jet skis, jetski, jolle, katamaran, liegeplatz, marina berth, mooring, moteur hors, motor
          yacht, motorboat, motorboot, motoryacht, narrowboat, outboard, outboard engine, outboard motor, pedalo, péniche, place port,
          pneumatique bateau, remorque bateau, rib, rowing boat, rubber dinghy, ruderboot, sail boat, sailboat, sailing boat, sailing
          dinghy, schlauchboot, segelboot, segelyacht, segelyachten, semi rigide, sonar, speedboat, tretboot, vedette, voilier, yacht,
          yacht used, zodiac;
        vehicles.cars: 4x4, alfa romeo, anfängerauto, astra, audi, audi a3, audi a4, auris, auto, auto occasion, automatic car, aygo,
          benziner, berline, bmw, bmw 3, bmw series, bmw x1, break, byd, c3, cabrio, cabriolet, caddy car, captur, cheap car, citadine,
          citroen, city car, civic, classic car, clio, company car, convertible, corolla, corsa, coupé voiture, cupra, dacia, décapotable,
          defender, discovery, dogecar, duster, e auto, electric car, elektroauto, estate car, fabia, familienauto, familienkutsche,
          family car, ferrari, fiat, fiat 500, fiesta, firmenwagen, first car, five door, focus, ford, ford puma, gebrauchte autos,
          gebrauchtwagen, geländewagen, golf 7, golf 8, golf diesel, golf vw, hatchback, honda, hybrid car, hybridauto, hyundai, hyundai
          i10, hyundai i20, ibiza, jaguar, jahreswagen, jazz honda, jeep, juke, kadjar, kangoo voiture, kia, kia picanto, kleinwagen,
          kleinwagen automatik, kombi, kona, kuga, lamborghini, land cruiser, land rover, lexus, limousine auto, little car, mazda, mazda
          3, megane, mercedes, mercedes a, mercedes class, mg, micra, mini, mini cooper, mitsubishi, model 3, mondeo, monospace, motor,
          mx5, neuwagen, nissan, nissan leaf, occasion diesel, octavia, oldtimer, opel, panda, partner voiture, passat, petite voiture,
          petrol car, peugeot, peugeot 2008, peugeot 208, peugeot 3008, peugeot 308, peugeot 5008, pickup 4x4, pkw, polestar, polo,
          porsche, porsche 911, première voiture, prius, qashqai, range rover, rav4, reliable, renault, runabout, saab, saloon, sandero,
          scenic, seat ibiza, seat leon, seater car, second hand car, sharan, siebensitzer, skoda, small car, smart fortwo, sportage,
          sports car, sportwagen, stadtauto, subaru, suv, suv gebraucht, suzuki jimny, suzuki swift, swift, tesla, tesla 3, tesla model,
          tesla y, tiguan, touran, toyota, tucson, twingo, used car, vauxhall, véhicule occasion, vintage car, voiture, voiture
          automatique, voiture collection, voiture électrique, voiture essence, voiture familiale, voiture hybride, voiture occasion,
          volkswagen, volkswagen golf, volvo, volvo v60, volvo xc60, vw, vw up, wagen, yaris, yaris hybrid, zoe;
        vehicles.charging: borne, borne de recharge, borne électrique, cable charging, cable for charging, câble recharge, car charger,
          charge car, charge point, chargeur voiture, charging cable car, charging cable renault, charging car, charging point, charging
          station, ev cable, ev charge, ev charger, ev charging, ladeinfrastruktur, ladekabel auto, ladekabel typ 2, laden auto,
          ladepunkt, ladepunkte, ladesäule, ladestation, ladestation elektroauto, ladestationen, prise renforcée, recharge voiture,
          schnellladestation, station recharge, superchargeur, tesla wall connector, type 2 cable, type2, wall box, wallbox, wallbox 11,
          wallbox 22, wallbox domicile;
        vehicles.hire: 7 5 tonner mieten, 9 sitzer mieten, anhänger leihen, anhänger mieten, auto abo, auto leasen, auto leasing, auto
          leihen, auto mieten, autovermietung, autovermietung flughafen, bike hire, boat hire, boot mieten, bus selbst fahren, cabrio
          mieten, camper mieten, camper rental, camper weeks, campervan week, car days, car for a day, car for week, car subscription, car
          weeks, carsharing, classic car hire, contract hire, fahrrad mieten, hire convertible, hire lorry, hire minibus, hire motorbike,
          hire trailer, hire truck, kleinbus mieten, langzeitmiete, lease, leasing, leasing voiture, leasingauto, leasingfahrzeug,
          leihauto, leihwagen, lkw mieten, lld, loa, location 9 places, location auto, location bateau, location cabriolet, location
          camion, location camionnette, location camping car, location fourgon, location longue durée, location minibus, location moto,
          location remorque, location scooter, location utilitaire, location van, location véhicule, location voiture, long term hire,
          long term rental, louer camion, louer camionnette, louer camping car, louer fourgon, louer minibus, louer moto, louer scooter,
          louer une voiture, louer utilitaire, louer van, louer vélo, luton van, *mietwagen, motorbike rental, motorhome august, motorhome
          july, motorhome rental, motorhome two weeks, motorhome weeks, motorrad mieten, rent camper, rent car, rent minibus, rent
          motorhome, rent truck, rent van, rental car, roller mieten, scooter hire, self drive, sprinter hire, sprinter leihen, sprinter
          mieten, transporter leihen, transporter mieten, transporter mietwagen, truck rental, umzugstransporter mieten, umzugswagen
          mieten, van rental, van week, van weekend, wohnmobil mieten, wohnmobil woche, wohnmobil wochen, wohnwagen mieten;
        vehicles.motorcycles: 125cc, 125er, 50cc, 50er roller, 600cc, africa twin, aprilia, atv, bike helmet motor, blouson moto, bmw gs,
          bmw motorcycle, bmw r1200, bottes moto, casque moto, cb500, cbr, cc motorbike, chopper, cruiser motorcycle, cyclomoteur, dirt
          bike, ducati, e roller, e scooter, electric moped, electric motorcycle, electric scooter, elektroroller, enduro, gants moto,
          gsx, harley, harley davidson, harley sportster, helm motorrad, honda cb, honda cb500, kawasaki, ktm, lambretta, maxi scooter,
          mobylette, mofa, moped, mopeds gebraucht, moto, moto 125, moto cross, moto occasion, moto route, motocross, motocross bike,
          motorbike, motorcycle boots, motorcycle gloves, motorcycle helmet, motorcycle jacket, motorrad, motorrad gebraucht, motorräder,
          motorradhandschuhe, motorradhelm, motorradjacke, motorradkombi, motorradstiefel, motorroller, naked bike, ninja, piaggio, quad,
          quad bike, quad occasion, r1250, roller, roller 125, royal enfield, schwalbe, scooter 125, scooter électrique, scooter occasion,
          scooters 50, side car, simson, softail, sport bike, suzuki, t max, tmax, tourer motorrad, touring motorcycle, trail bike motor,
          triumph, triumph bonneville, trottinette, trottinette électrique, vespa, vespa primavera, yamaha, yamaha mt, yamaha r1;
        vehicles.parts: aile voiture, air filter, all season tyres, alloy wheels, alloys, alloys bmw, alloys for, allwetterreifen,
          alternateur, alternator, alufelgen, amortisseurs, anhängerkupplung, anlasser, antifreeze, attelage, auspuff, außenspiegel,
          austauschmotor, autobatterie, autoradio, autositzbezüge, autoteile, barres toit, batterie auto, batterie voiture, bike carrier
          car, boîte vitesse, boîte vitesses, bougies allumage, brake discs, brake pads, bremsbeläge, bremsen, bremsscheiben, bumper,
          caméra recul, car battery, car bonnet, car cover, car door, car mats, car parts for, car polish, car radio, car stereo, car wax,
          caravan mover, catalyseur, catalytic converter, chaînes neige, clutch kit, coffre toit, dachbox, dachträger, dash cam, dashcam,
          démarreur, disques frein, engine, engine oil, enjoliveurs, ersatzteil, ersatzteile, essuie glace, exhaust, exhaust pipe, felgen,
          filtre air, filtre huile, freins, fußmatten auto, galerie toit, ganzjahresreifen, gearbox, getriebe, headlight, heckträger,
          housse siège, housses siège, hubcaps, huile moteur, jantes, jantes alu, jump leads, jump starter, katalysator, kfz teile, kit
          embrayage, kompletträder, kotflügel, kühlbox auto, kupplungssatz, lichtmaschine, luftfilter, moteur occasion, moteur voiture,
          motor gebraucht, motor oil, motoröl, navi auto, number plates, oil filter, ölfilter, pare choc, parking sensors, phare, pièces
          auto, pièces détachées, plaquettes frein, pneu, pneu hiver, pneumatiques, pneus, pneus 4 saisons, pneus été, pneus hiver, pneus
          neige, porte vélo attelage, portière, pot échappement, radiator car, radkappen, reifen, reifen 205, rétroviseur, reversing
          camera, rims, roof bars, roof box, roof rack, rückleuchte, sat nav, scheibenwischer, scheinwerfer, schneeketten, screenwash,
          seat covers, shock absorbers, snow chains, sommerreifen, spare parts, spare wheel, spark plugs, stahlfelgen, starter motor,
          starthilfekabel, steering wheel, stoßdämpfer, stoßstange, summer tyres, suspension springs, tail light, tapis voiture, tire, tow
          bar, towbar, turbo, turbo voiture, turbolader, used engine, used gearbox, wheels bmw, windscreen wipers, wing mirror, winter
          tyres, winterkompletträder, winterreifen, wiper blades, wipers, zündkerzen;
        vehicles.servicing: achsvermessung, air con regas, anhängerkupplung einbauen, aufbereitung, auspuff wechseln, auto inspektion,
          auto kaputt, auto reparatur, auto reparieren, auto service, autoaufbereitung, autolackierung, autopflege, autoreparatur,
          autowäsche, autowerkstatt, battery fitted car, beule, beulen, beulendoktor, body shop, bodyshop, bodywork, bosse, brake pads
          fitted, brake repair, brakes, brakes changed, brakes checked, brakes noise, breakdown, bremsen erneuern, bremsen quietschen,
          bremsen wechseln, bumper repair, bumper scratch, cam belt, cambelt, car broke, car cleaned, car detailing, car glass, car
          inspection, car mechanic, car painted, car repair, car service, car servicing, car spray, car valeting, car wash, car won start,
          caravan service, carrosserie, carrossier, change brakes, change tyres, changement embrayage, changement plaquettes, changement
          pneus, changer courroie, changer embrayage, changer freins, changer pneus, chip windscreen, chipped windscreen, classic car
          restoration, clim voiture, clutch, clutch change, contrôle technique, courroie distribution, covering, ct auto, débosselage,
          delle, dellen, dent removal, dent repair, dents, detailing, diagnostic auto, diagnostic car, diagnostics, embrayage, engine
          light, engine rebuild, engine repair, engine warning, exhaust replaced, fit tyres, fix car, folieren auto, folierung,
          frontscheibe, full service, garage, garage auto, garage repair, garagiste, gearbox repair, getriebe reparieren,
          hauptuntersuchung, head gasket, hu au, innenreinigung auto, inspektion, interim service, karosserie, karosseriebau, kfz
          inspektion, kfz mechaniker, kfz reparatur, kfz werkstatt, kit distribution, klimaanlage auto, klimaservice, knocking, kratzer,
          kupplung, kupplung wechseln, lackieren auto, lackierung, lackschaden, lavage auto, lavage voiture, mécanicien, mécanicien
          domicile, mécanique, mécano, mechanic, mechaniker, mobile mechanic, montage pneus, monter pneus, mot, mot due, mot test, moteur
          cassé, motorbike service, motorcycle service, motorhome service, motorrad inspektion, motorschaden, nettoyage voiture, noise
          engine, oil change, ölwechsel, ölwechsel beim, ölwechsel für, opel ölwechsel, paint car, panel beating, parallélisme, pare
          brise, peinture auto, peinture carrosserie, peinture voiture, plaquettes changer, polish car, polissage, pot échappement
          changer, räder wechseln, räderwechsel, radio fitted, rayure, recharge clim, regas, reifen wechseln, reifenmontage,
          reifenwechsel, remap, réparation auto, réparation moto, réparation voiture, réparer voiture, replace brakes, replace windscreen,
          respray, respray car, restauration voiture, restore car, réviser voiture, révision, révision auto, révision moto, révision
          voiture, rost, rust, rust repair, scratch, scratch repair, smart repair, squeak, standheizung einbau, steering, steinschlag,
          steuerkette, timing belt, timing chain, tint windows car, tinted windows car, tôlerie, towbar fitted, tracking, tüv, tüv fällig,
          tyre fitting, tyres fitted, underseal, unfallschaden, valet, valeting, van service, vidange, vitres teintées, voiture démarre,
          voiture panne, voyant moteur, welding car, werkstatt, werkstätte, wheel alignment, windschutzscheibe, windschutzscheibe
          wechseln, windscreen, windscreen replacement, wrap car, zahnriemen, zahnriemenwechsel;
        vehicles.trucks: 18 tonne, 7.5 tonne, abrollkipper, ambulance, ambulance véhicule, anhänger, anhänger 750, artic, articulated,
          auflieger, autoanhänger, autobus, autobus électrique, benne camion, box trailer, box van truck, bus, bus électrique, bus
          occasion, buses, busse, camion, camion frigo, camion frigorifique, camion pompier, camion poubelle, camping trailer, car
          scolaire, car trailer, coach seater bus, coach vehicle, crane truck, double decker, dump truck, dumper truck, dumptruck,
          electric bus, feuerwehrauto, feuerwehrfahrzeug, fire engine, flatbed, garbage, hgv, horse trailer, horsebox trailer,
          kippanhänger, kipper, kleinbus, kleinbusse, kofferanhänger, kran lkw, krankenwagen, kühl lkw, kühlauflieger, lastkraftwagen,
          lastwagen, linienbus, livestock trailer, lkw, lorry, minibus buy, minibus seats, minibuses, müllfahrzeug, müllwagen, omnibus,
          pferdeanhänger gebraucht, pkw anhänger, plant trailer, plateau remorque, poids lourd, porte voiture, refrigerated lorry,
          refrigerated truck, refuse truck, reisebus kaufen, remorque, remorque bagagère, remorque benne, remorque moto, remorque porte,
          remorque voiture, rettungswagen, sattelzug, sattelzugmaschine, school bus vehicle, semi remorque, semi trailer, tandemanhänger,
          tipper, tow truck, tracteur routier, tractor unit, van à chevaux, véhicule pompier, véhicule utilitaire lourd, viehanhänger,
          wheelchair minibus;
        vehicles.vans: berlingo, boxer, bulli, caddy, camionnette, camionnette occasion, camper, camper van, campervan, camping car,
          campingbus, campingbusse, caravane, caravane pliante, citroen berlingo, crafter, crew van, ducato, electric van,
          elektrotransporter, expert peugeot, fiat doblo, fiat ducato, food van vehicle, ford ranger, ford transit, fourgon, fourgon
          aménagé, fourgonnette, fourgonnette occasion, hilux, hochdachkombi, horse lorry, jumper, jumpy, kangoo, kasten, kastenwagen,
          kühltransporter, lieferwagen, lieferwagen gebraucht, mercedes sprinter, mercedes vito, minivan, mobile home, mobilheim, motor
          home, motorhome, opel vivaro, panel van, peugeot boxer, peugeot partner, pick up, pick up double, pick up truck, pickup, pickup
          allrad, pickup truck, plateau utilitaire, pritsche, pritschenwagen, refrigerated van, renault kangoo, renault master, renault
          trafic, small van, sprinter, static caravan, t5, t6, teardrop, teilintegriert, tiny house, tinyhouse, touring caravan, toyota
          hilux, toyota proace, trafic, transit, transit connect, transit custom, transporter, transporter gebraucht, transporter
          hochdach, used van, utilitaire, utilitaire occasion, van aménagé, véhicule frigorifique, véhicule utilitaire, vito, vivaro,
          volkswagen transporter, vw bulli, vw bus, vw caddy, vw california, vw camper, vw crafter, vw t4, vw t5, vw t6, vw transporter,
          wohnanhänger, wohnmobil, wohnmobil gebraucht, wohnmobile, wohnmobile gebraucht, wohnwagen, wohnwagen gebraucht;

        other: anderes, anything, autre, autre chose, divers, else, etwas anderes, miscellaneous, other, sonstiges
        """;
}
