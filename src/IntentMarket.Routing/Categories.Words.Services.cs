namespace IntentMarket.Routing;

public static partial class Categories
{
    private const string ServicesWords = """
        services: dienstleistung, prestation;
        services.architecture: 3d rendering house, *architect, *architecte, architecte intérieur, architectural drawings, *architekt,
          audit énergétique, bauantrag, baugutachter, bauleiter, bauplan, bauzeichner, bauzeichnung, blueprints, bornage, building plans,
          building regulations, building survey, bureau études, décorateur, décoratrice, dessinateur, diagnostic, diagnostic immobilier,
          diagnostiqueur, dpe, drawing house, drawings, drawings dormer, drawings extension, drawings for, économiste construction,
          energieausweis, energieberater, energieberatung, energy certificate, energy performance, engineer beam, epc, étude structure,
          étude thermique, expert bâtiment, extension plans, floor plan, garden designer, géomètre, grundriss, gutachter, homebuyer, house
          plans, house survey, ingénieur structure, innenarchitekt, innenarchitektin, interior decorator, interior design, interior
          designer, kitchen design plan, land survey, land surveyor, landscape architect, landschaftsarchitekt, maître œuvre, measured
          survey, party wall, paysagiste concepteur, permis construire, planner, planning application, planning permission, plans maison,
          quantity surveyor, raumplanung, sachverständiger, statik, statiker, structural calcs, structural calculations, structural
          engineer, structural survey, surveying, *surveyor, topographical survey, town planner, vermesser, vermessung,
          vermessungsingenieur, wertgutachten;
        services.beauty: augenbrauen, balayage, *barber, barbier, beautician, beauty therapist, botox, braids, brautfrisur, brautfrisur
          make, brautstyling, bridal hair, bridal makeup, cils, *coiffeur, coiffeur domicile, *coiffeuse, coiffure, coiffure mariage,
          coupe cheveux, coupe couleur, cut and colour, deep tissue, dreadlocks, épilation, épilation laser, esthéticienne, extensions
          cils, eyebrows, eyelash extensions, eyelashes, facial, fillers, *friseur, *friseurin, frisör, fußpflege, fußreflexzonenmassage,
          gel nails, gelnägel, gesichtsbehandlung, haare färben, haare schneiden, haarentfernung, haarschnitt, hair and make up, hair
          colour, hair cut, hair stylist, *haircut, *hairdresser, hairstylist, hen spa, highlights hair, kosmetikerin, kosmetikstudio,
          laser hair removal, lashes, make up artist, makeup, makeup artist, *manicure, maniküre, manucure, maquillage mariage, maquillage
          mariée, maquilleuse, *massage, massage dos, masseur, masseurin, masseuse, mèches, modelage, nageldesign, nagelstudio, nail
          salon, nail technician, nails, nails prom, ongles, *pedicure, piercing, pose ongles, prom makeup, prothésiste ongulaire,
          réflexologie, reflexology, reiki, rückenmassage, soin visage, soins beauté, sourcils, spa, spa day, sports massage, spray tan,
          strähnchen, tatouage, tatoueur, tätowierer, tattoo, tattoo artist, thai massage, thaimassage, thalasso, threading, visagistin,
          waxing, wedding hair, wedding makeup, wellness, wellnesstag, wimpern;
        services.childcare: after school, assistante maternelle, assmat, aupair, baby sitter, baby sitting, babysit, *babysitter,
          babysitterin, babysitteuse, *babysitting, centre aéré, child minder, *childminder, childminding, crèche, day nursery,
          ferienbetreuung, garde bébé, garde enfant, garde périscolaire, garder bébé, garder enfants, garderie, holiday club, hort, jeune
          fille pair, kids club, kinder abholen, kinder betreuen, kinderbetreuerin, kinderbetreuung, kindergarten, kindergarten platz,
          kindermädchen, kita, kitaplatz, krippenplatz, leihoma, look after baby, look after children, look after kids, maternity nurse,
          mind children, mother help, *nanny, night nurse, *nounou, nourrice, nursery, nursery place, pick up kids, pick up school, place
          crèche, school run, sitter children, sortie crèche, sortie école, *tagesmutter;
        services.cleaning: after builders, agent entretien, aide ménagère, airbnb cleaning, baureinigung, blanchisserie, bügelhilfe,
          bügelservice, builders clean, büro reinigen, büroreinigung, carpet cleaning, carpets cleaned, chimney, *chimney sweep, *clean,
          clean curtains, cleaned, *cleaner, *cleaning, cleaning lady, dachrinnenreinigung, deep clean, disinfect, domestic help, drain
          cleaning, driveway cleaning, dry clean, dry cleaner, dry cleaning, end tenancy, endreinigung, entreprise nettoyage,
          fassadenreinigung, femme chambre, femme ménage, fenster putzen, *fensterputzer, flat cleaned, gebäudereinigung, gereinigt,
          grundreinigung, gutter cleaning, gutters cleaned, haushaltshilfe, hausreinigung, hoarder, home help, homme ménage, house clean,
          house cleaned, house keeper, housekeeper, hygiene, iron shirts, ironing, ironing service, ironing shirts, janitor, laundered,
          launderette, laundry service, laver vitres, laveur vitres, maid, mattress cleaning, *ménage, ménage bureaux, *nettoyage,
          nettoyage bureaux, nettoyage canapé, nettoyage copropriété, nettoyage fin chantier, nettoyage moquette, nettoyage toiture,
          nettoyer, office cleaner, office cleaning, oven clean, oven cleaned, oven cleaning, patio cleaning, polsterreinigung,
          praxisreinigung, pressing, putzdienst, putzen, *putzfrau, *putzhilfe, *ramonage, ramoneur, raumpflegerin, reinigen, *reinigung,
          reinigungsfirma, *reinigungskraft, repassage, roof cleaning, rug cleaning, sauber machen, *schornsteinfeger, scrub, septic tank,
          sofa cleaned, sofa cleaning, solar panel cleaning, spring clean, sweep, teinturerie, teppichreinigung, textilreinigung,
          treppenhausreinigung, umzugsreinigung, vidange fosse septique, vitres, wash car windows house, wash iron, wash windows, weekly
          clean, window cleaner, window cleaning, windows cleaned, wohnung putzen;
        services.consulting: advisor, arbeitssicherheit, assessor, audit iso, *berater, berater unternehmen, *beratung, bid writer, bilan
          carbone, bilan compétences, brandschutz beratung, business advice, business coach, business plan, business valuation,
          businessplan, carbon footprint, certification, certification qualité, change management, coaching professionnel, compliance,
          *conseil, conseiller, conseils entreprise, *consultancy, *consultant, consultante, *consulting, création entreprise, data
          protection, datenschutz, datenschutzbeauftragter, document unique, dossier subvention, dsgvo, due diligence, efficiency, étude
          faisabilité, étude marché, existenzgründung, feasibility study, fire safety, food safety, fördermittel, funding application,
          gdpr, gefährdungsbeurteilung, grant application, gründungsberatung, haccp, health safety consultant, hr advice, hr consultant,
          interim manager, interimsmanager, iso 9001, lean, market research, marktforschung, marktstudie, mentor, nachhaltigkeitsbericht,
          personalberatung, plan affaires, process improvement, procurement consultant, project manager, projektmanager,
          qualitätsmanagement, qualité conseil, quality management, review, rgpd, risk assessment, safety plan, startup advice, stratégie,
          strategy, subvention, survey customers, sustainability report, unternehmensberater, unternehmensberatung, zertifizierung;
        services.courier: abschleppdienst, abschleppen, affrètement, air freight, autotransport, bike courier, boat transport, breakdown
          recovery, bring documents, by tomorrow, car transporter, colis, colis vers, container aus, container china, container from,
          conteneur, convoyage, convoyeur véhicule, *courier, *coursier, coursier paris, customs, customs clearance, dédouanement, deliver
          documents, deliver envelope, deliver package, deliver parcel, delivery, *delivery driver, dépanneuse, document to, douane,
          envelope to, envoi colis, envoyer, expédier, expédition, export, fahrzeugtransport, fahrzeugüberführung, fracht, frachten,
          *freight, fret, fret aérien, fret maritime, get envelope, *haulage, haulier, import, import china, kühltransport, *kurier,
          kurierdienst, kurierfahrt, leaflet drop, lieferdienst, lieferung, livraison, livreur, load freight, lorry transport, luftfracht,
          machinery transport, medical courier, messagerie, motorradtransport, overnight delivery, packages, paket, paket nach,
          paketdienst, pakete, palette transportieren, palettentransport, pallet delivery, parcel, post parcel, refrigerated transport,
          remorquage, same day, sea freight, seefracht, send letter, send package, send parcel, send suitcase, sendung, *ship, ship boxes,
          ship car, ship furniture, ship luggage, ship motorbike, *shipping, spediteur, *spedition, tanker, tow, towing, transitaire,
          *transport, transport car, transport frigorifique, transport marchandises, transport moto, transport motorbike, transport
          palette, transport pallet, transport voiture, transporte, transporter palette, transporter voiture, transporteur, überführung,
          vehicle delivery, versand, verschiffen, verschiffung, zollabfertigung;
        services.design: 3d model, 3d modell, 3d modelling, affiche création, album cover, animation, animationsfilm, app design,
          bildbearbeitung, book cover, book illustrations, brand identity, branding, brochure design, buchcover, business card design,
          business card layout, cad drawing, cartoon, charte graphique, children book illustrations, corporate design, couverture livre,
          cover design, création logo, *design, design produit, *designer, edit podcast, edit video, erklärvideo, explainer video, flyer
          design, flyer gestalten, font, gestaltung, grafik, grafikdesign, grafiker, graphic artist, graphic design, graphic designer,
          *graphiste, icon, identité visuelle, illustrateur, illustration, illustrationen, illustrator, infographic, infographiste,
          jingle, label design, layout, *logo, logo entwerfen, logodesign, logos entreprise, maquette, maquettiste, mascot,
          mediengestalter, menu card, menu design, mise page, modélisation 3d, montage vidéo, monteur vidéo, motion design, motion
          graphics, music production, packaging design, photo editing, photo retouching, photoshop edit, plakat gestalten, poster design,
          powerpoint, präsentation gestalten, presentation design, product design, produktdesign, redesign, redesign menu, redo menu,
          retouche photo, speisekarte gestalten, sprecher, t shirt design, tattoo design, ui, ux, verpackungsdesign, video editing, video
          editor, videobearbeitung, videoschnitt, voice over, voiceover, voix off, web design, webdesign, webdesigner;
        services.energy: abonnement électricité, abonnement gaz, autostrom, business electricity, cheaper electricity, cheaper gas,
          contrat énergie, contrat gaz, district heating, electric tariff, électricité, électricité contrat, électricité verte,
          electricity, electricity contract, electricity tariff, énergie, énergie verte, energieversorger, energy contract, energy deal,
          energy supplier, energy tariff, ev tariff, feed tariff, fernwärme anschluss, fournisseur électricité, fournisseur énergie, gas,
          gas and electricity, gas supplier, gas supply, gas tariff, gasanbieter, gaslieferung, gastarif, gasvertrag, gaz électricité,
          gewerbestrom, green electricity, heat supply, kwh, nachtstrom, offre électricité, offre gaz, ökostrom, smart meter, strom, strom
          und gas, stromanbieter, stromlieferung, stromtarif, stromvertrag, switch energy, wärmestrom;
        services.events: alleinunterhalter, animateur, animateur anniversaire, animation anniversaire, animation mariage, balloon arch,
          band, betriebsfeier, bierzelt, borne photo, bouncy castle hire, bouquet mariée, brautstrauß, bridal bouquet, bühne mieten,
          calèche, casino hire, ceilidh, celebrant, ceremony, chanteur, chanteuse, chapiteau, children entertainer, choir, chorale gospel,
          clown, clown anniversaire, comedian, compere, conference venue, cornemuse mariage, coverband, crockery hire, disco, dj, djane,
          domaine mariage, entertainer, événement, événementiel, event hire, event planner, eventlocation, eventplaner, evg, evjf, face
          painting, father christmas, festhalle, festzelt, feu artifice spectacle, feuershow, fire eater, fireworks display, firmenfeier,
          fleuriste, fleurs mariage, florist, fotobox, fotobox mieten, freie trauung, geschirr mieten, glass hire, groupe mariage, groupe
          musique, hall hire, harpist, hen party, hire chairs, hire decorations, hochzeit, hochzeitsauto, hochzeitsband,
          hochzeitsfloristik, hochzeitslocation, hochzeitsplaner, horse carriage, humoriste, hüpfburg mieten, hypnotiseur, jazz band, jga,
          juggler, junggesellenabschied, karaoke hire, keynote, kids entertainer, kindergeburtstag, lichttechnik, lieu réception, lighting
          hire, live band, live music, liveband, location chaises, location chapiteau, location château gonflable, location hochzeit,
          location salle, location sono, location tables, location tente, location vaisselle, magician, magicien, magicien close up,
          mariage, marquee, marquee hire, mc, moderator, musician, musikanlage mieten, musiker, nikolaus, officiant, officiant cérémonie,
          oldtimer hochzeit, orchestre, organisateur, pa hire, pagodenzelt, party hire, party planner, party venue, partylocation,
          partyraum, partyzelt mieten, père noël, photo booth, photobooth, pianist wedding, portable toilets, quartet, quatuor, saal
          mieten, salle anniversaire, salle fête, salle mariage, salle réception, sänger, sängerin, sängerin trauung, santa, saxophonist,
          singer, soirée entreprise, sono mariage, speaker conference, stag party, stage hire, stand up comedian, string, table hire,
          tables chairs hire, tent hire, tische stühle mieten, toastmaster, toilet hire, toilettenwagen, toilettes mobiles, tonanlage
          mieten, trauredner, tribute band, venue, veranstaltung, village hall, voiture mariage, wedding band, wedding car, wedding car
          hire, wedding flowers, wedding planner, wedding planning, weihnachtsfeier, weihnachtsmann mieten, zauberer, zelt, zelt mieten,
          zelte mieten;
        services.finance: *accountancy, *accountant, *accounting, accounts, affacturage, aide comptable, altersvorsorge, annual accounts,
          assurance vie placement, audit, auditor, autokredit, bank account, baufinanzierung, bilan annuel, bilan comptable, bilanz, book
          keeper, book keeping, *bookkeeper, *bookkeeping, buchführung, buchhalter, buchhalterin, buchhaltung, business loan, car finance,
          car loan, cfo, commissaire comptes, *comptabilité, *comptable, compte bancaire, conseiller financier, corporation tax, courtier
          crédit, courtier immobilier, courtier prêt, *crédit, credit card, crédit conso, crédit immobilier, crypto, currency exchange,
          darlehen, debt, debt advice, déclaration impôts, déclaration revenus, déclaration tva, depot, einkommensteuer, épargne, equity
          release, expert comptable, factoring, fiche paie, fiches paie, financial adviser, financial advisor, finanzberater,
          finanzberatung, finanzbuchhaltung, finanzierung, fiscaliste, geldanlage, gestion patrimoine, girokonto, hausfinanzierung, hmrc,
          *hypothek, immobilienfinanzierung, impôts, inheritance tax, invest, investment, invoices, isa, jahresabschluss, *kredit,
          kreditkarte, *loan, lohnabrechnung, lohnbuchhaltung, money transfer, *mortgage, mortgage broker, mortgage for, paie, *payroll,
          pension, pension advice, personal loan, placement, prêt, prêt auto, prêt immobilier, prêt personnel, prêt travaux, privatkredit,
          rachat crédit, ratenkredit, *remortgage, savings account, schuldnerberatung, self assessment, steuer, *steuerberater,
          steuererklärung, steuererklärungen, steuerhilfe, stock broker, surendettement, *tax, tax adviser, tax advisor, tax return, tva,
          umschuldung, vat, vat return, wealth management, wirtschaftsprüfer;
        services.funerals: ashes, beerdigung, bestatter, bestattung, burial, cercueil, coffin, cremation, einäscherung, enterrement,
          feuerbestattung, funeral, *funeral director, grabstein, gravestone, headstone, hearse, marbrier, memorial service, obsèques,
          pierre tombale, pompes funèbres, sarg, stèle, trauerfeier, trauerredner, undertaker, urn, urne, urne funéraire, wake;
        services.health: acupuncteur, acupuncture, addiction, akupunktur, allergy test, appareil dentaire, *arzt, augen lasern, augenarzt,
          augenlaser, back hurts, back pain, behandlung, bilan santé, blanchiment dents, blood test, blutuntersuchung, braces, breast,
          cabinet dentaire, cataract, cbt, *chiropodist, chiropractic, chiropractor, chirurgie, chirurgie laser yeux, chirurgien, clinic,
          coach nutrition, cosmetic surgery, counseling, counselling, counsellor, counselor, couples therapy, couronne dentaire, crown
          tooth, dental, dentier, *dentist, *dentiste, dents, dentures, dermatologist, dermatologue, détartrage, diététicienne, dietician,
          dietitian, dna test, *doctor, doula, douleur, eheberatung, ergothérapeute, ergotherapie, ernährungsberaterin,
          ernährungsberatung, eye surgery, eye test, fertility, foot care, frauenarzt, généraliste, gp, grauer star, greffe cheveux,
          gynaecologist, gynécologue, haartransplantation, hair transplant, hausarzt, hautarzt, health check, health insurance check,
          hearing check, hearing test, hebamme, heilpraktiker, hip, hip replacement, hurts, hygienist, hypnose, hypnothérapeute,
          hypnotherapy, impfung, implant, implant dentaire, implantat, implantate, invisalign, ivf, kieferorthopäde, kinderarzt, *kiné,
          *kinésithérapeute, kinésithérapie, klinik, knee, knee replacement, krankengymnastik, laser eye, logopäde, logopädie, mal dos,
          marriage counselling, *médecin, *midwife, mole check, mri scan, nutritionist, nutritionniste, occupational therapist,
          ophtalmologue, orthodontie, orthodontist, orthodontiste, orthophonie, orthophoniste, ostéo, *osteopath, ostéopathe, osteopathie,
          osteopathy, paartherapie, paediatrician, pain, pédiatre, pédicure podologue, physio, *physiotherapeut, physiotherapie,
          *physiotherapist, *physiotherapy, plastic surgery, podiatrist, podologue, private gp, private hospital, psy, psychiatre,
          psychiatrist, psychologe, *psychologist, *psychologue, psychotherapeut, psychothérapeute, *psychotherapie, psychotherapist,
          psychotherapy, rehab, rhinoplasty, root canal, rückenschmerzen, sage femme, schönheitsoperation, séances kiné, shoulder,
          sophrologue, specialist doctor, speech therapist, speech therapy, sports injury, surgeon, *surgery, teeth, teeth whitening,
          thérapie couple, *therapist, *therapy, tooth, travel vaccination, treatment, vaccination, vorsorgeuntersuchung, weight loss,
          weisheitszahn, wisdom tooth, x ray knee, zahn, *zahnarzt, zähne, zahnersatz, zahnimplantat, zahnkrone, zahnreinigung,
          zahnspange;
        services.insurance: *assurance, assurance auto, assurance chien, assurance santé, assurance vie, assurance voyage, assurer,
          assureur, autoversicherung, berufsunfähigkeit, berufsunfähigkeitsversicherung, betriebshaftpflicht, called off, car cover,
          complémentaire santé, cover, cover holiday, cover wedding, décennale, dental cover, *haftpflicht, hausratversicherung, health
          insurance, home insurance, house cover, hundehaftpflicht, *insurance, insure, insure boat, insure wedding, insured, insurer, kfz
          versicherung, *krankenversicherung, landlord insurance, lebensversicherung, liability, life insurance, *mutuelle, pet insurance,
          prévoyance, professional indemnity, public liability, rc pro, rechtsschutz, rechtsschutzversicherung, reiseversicherung,
          responsabilité civile, tierversicherung, travel insurance, unfallversicherung, van insurance, versichern, *versicherung,
          versicherungen, warranty cover, zahnzusatz;
        services.it: ai, android app, api, *app, app entwickeln, app programmieren, appentwicklung, application iphone, application
          mobile, backup, base données, boutique ligne, chatbot, cloud, cloud migration, coding, computer einrichten, computer help,
          computer repair, computerhilfe, computerprobleme, create website, création site, créer site, cyber security, cybersécurité, data
          analysis, data centre, data recovery, data scientist, database, datenbank, datenrettung, dépannage informatique, develop app,
          *developer, développement application, développer application, *développeur, développeur web, développeuse, domain, e commerce,
          ecommerce, edv, edv betreuung, email migration, *entwickler, erp implementation, excel macro, excel sheet, excel spreadsheet,
          fix computer, formulas excel, game development, hacked, hébergement web, *homepage, hosting, infogérance, informaticien,
          informatique, install windows, installation wifi, intelligence artificielle, internetseite, ios app, it company, it consultant,
          it dienstleister, it sicherheit, it support, it support firma, it technician, java developer, landing page, laptop virus,
          machine learning, maintenance informatique, managed services, mobile app, network setup, netzwerk einrichten, online shop,
          online store, onlineshop, ordinateur lent, pc hilfe, pc reparatur, penetration test, *programmer, programmeur, programmierer,
          programmierung, programming, python developer, récupération données, référent informatique, refonte site, réparation ordinateur,
          rota spreadsheet, sap consultant, scraping, security audit, server administration, server einrichten, server hosting, server
          maintenance, serveur hébergement, set up computer, set up wifi, shop programmieren, shopify, shopify shop, site internet, site
          vitrine, site web, slow computer, software developer, software development, softwareentwickler, softwareentwicklung,
          spreadsheet, technicien informatique, test software, virus removal, vps, web developer needed, web development, web hosting, web
          page, web scraping, web shop, webentwickler, webentwicklung, *webseite, webseiten, *webshop, *website, website erstellen,
          website programmieren, website redesign, websites small, wlan einrichten, wordpress, wordpress site;
        services.legal: abmahnung, agb, *anwalt, anwältin, apostille, arbeitsrecht, *attorney, aufenthaltstitel, *avocat, avocate, bail,
          bail commercial, *barrister, beglaubigung, brevet, bußgeld, caution, child custody, citizenship, company formation, compensation
          claim, conciliateur, conseil juridique, contract check, contract draft, contract lawyer, contract review, contrat mariage,
          contrat travail, conveyancer, conveyancing, copyright, court, création société, criminal defence, custody, debt collection,
          deposit, dépôt marque, dispute, divorce, divorce amiable, divorcer, donation, draft will, droit travail, ehevertrag, employment
          law, erbe, erbrecht, eviction, expulsion, fachanwalt, familienrecht, family law, firmengründung, garde alternée, hauskauf notar,
          *huissier, immigration, inkasso, juriste, kaution, kündigungsschutz, landlord, law firm, *lawyer, *legal, legal advice,
          licenciement, litigation, litige, locataire, marke anmelden, markenanmeldung, marque inpi, médiateur, mediation, mediator,
          mieterverein, mietrecht, mietvertrag, mietvertrag prüfen, nachbarschaftsstreit, naturalisation, neighbour dispute, *notaire,
          *notar, notarise, *notary, patent, patentanwalt, pension alimentaire, permis points, personal injury, power attorney, prenup,
          probate, probate estate, propriétaire litige, prud hommes, *rechtsanwalt, rechtsanwältin, rechtsberatung, recouvrement, rédiger
          contrat, rights, scheidung, small claims, *solicitor, sorgerecht, speeding ticket, statuts sarl, succession, sue, tenancy
          agreement, tenant, terms conditions, testament, titre séjour, trade mark, trademark, unfair dismissal, unterhalt, verkehrsrecht,
          vermieter, vertrag, vertrag prüfen, visa, visa application, vorsorgevollmacht, wills, work permit, write will;
        services.marketing: ad campaign, ads, *advert, advertise, advertisement, *advertising, advertising space, adwords, affichage
          publicitaire, affiliate, agence communication, amazon listing, anzeige, anzeigen, attaché presse, billboard, boîtage, brand
          strategy, campagne, campagne google, campagne publicitaire, campaign, cold calling, communication, communiqué presse, community
          manager, content creation, content writer, copywriting, deliver leaflets, distribute leaflets, distribution prospectus, email
          marketing, emailing, facebook, flyer distribution, flyer verteilen, flyers downtown, flyers hand, flyerverteilung, gestion
          instagram, give out flyers, google ads, google anzeigen, hand out flyers, influencer, influenceur, instagram, instagram
          betreuung, kampagne, lead generation, leadgenerierung, leads, leaflet distribution, linkedin, mailchimp, mailing, market my,
          *marketing, marketing digital, newsletter, online marketing, plakatwerbung, ppc, pr, pr agency, press release, pressearbeit,
          pressemitteilung, promote, promoter, promoter messe, promotion, promotional video, prospection, prospektverteilung, pub, public
          relations, *publicité, radio advert, radiowerbung, rédacteur web, rédaction web, référencement, relations presse, réseau
          sociaux, réseaux sociaux, sampling, search engine, seo, seo agency, seo agentur, seo optimierung, social media, spot radio,
          suchmaschinenoptimierung, telemarketing, texter, tiktok, trade fair promotion, tv advert, werbeagentur, *werbekampagne, werben,
          werbespot, werbetexter, *werbung;
        services.moving: aide déménagement, box stockage, büroumzug, camion avec chauffeur, carry, carry fridge, carry furniture, carry
          sofa, collect bed, collect furniture, collect sofa, collect table, collect wardrobe, deliver bed, deliver furniture, deliver
          sofa, deliver table, deliver wardrobe, *déménagement, *déménager, *déménageur, ebay collection, einlagern, einlagerung, enlever
          canapé, fernumzug, firmenumzug, fridge floor, furniture storage, furniture transport, garde meuble, helfer für umzug, house
          move, ikea delivery, ikea transport, klaviertransport, lagerbox, lagerraum, livraison meuble, man and van, manutention, möbel
          abholen, möbel einlagern, möbel transportieren, möbellager, möbelpacker, möbeltransport, monte meuble, monter canapé, monter
          frigo étage, *move, move bed, move boxes, move flat, move fridge, move furniture, move piano, move sofa, move table, move
          wardrobe, move washing machine, moved, *mover, movers saturday, *moving, moving company, moving house, moving van, office move,
          pack boxes house, packing service, piano moved, piano movers, pick up furniture, pick up sofa, pick up table, pick up wardrobe,
          pool table move, porter meubles, relocate, relocating, *relocation, *removal, removal company, removal van, safe moved, schrank
          transportieren, self storage, selfstorage, sofa abholen, sofa transportieren, stockage meubles, stocker meubles, storage boxes
          months, storage container, *storage unit, store belongings, store furniture, student move, student moving, studentenumzug, take
          bed, take sofa, take table, take wardrobe, tragehilfe, transfert bureaux, transport armoire, transport canapé, transport fridge,
          transport meuble, transport piano, transport sofa, transporter armoire, transporter canapé, transporter fahrer, transporter
          meuble, transporter piano, transportieren, two men, umziehen, *umzug, umzüge, umzugsfirma, *umzugshelfer, umzugshilfe,
          umzugsunternehmen, umzugswagen, van and driver, waschmaschine transportieren;
        services.personal-care: 24 stunden betreuung, 24 stunden pflege, aide domicile, aide ma mère, aide mon père, aide soignant, aide
          soignante, alltagsbegleiter, alltagsbegleitung, altenpflege, alzheimer, alzheimer aide, auxiliaire, *auxiliaire vie, betreutes
          wohnen, betreuung mutter, betreuung vater, care for elderly, care worker, caregiver, *carer, companion, companionship, dame
          compagnie, dementia, demenz, demenzbetreuung, disabled care, domiciliary, ehpad, elderly father, elderly mother, elderly parent,
          essen auf rädern, garde malade, garde nuit, handicap aide, haushaltshilfe senioren, häusliche pflege, help dad, help father,
          help grandmother, help mother, help mum, help parents, infirmier, infirmière, infirmière domicile, krankenpflege,
          krankenschwester, kurzzeitpflege, live in care, live in carer, look after dad, look after elderly, look after father, look after
          grandmother, look after mother, look after mum, maison retraite, meals on wheels, mutter betreuen, night care, nurse, nursing,
          oma, opa, overnight care, palliative, personal assistant disabled, personne âgée, pflege, *pflegedienst, pflegeheim,
          pflegeheimplatz, pflegehilfe, pflegekraft, pfleger, pflegerin, polnische pflegekraft, portage repas, respite care,
          seniorenbetreuung, seniorenheim, shower dress, soins domicile, tagespflege, vater betreuen, wash dress;
        services.pest-control: ameisen, ameisen küche, ants, ants kitchen, bed bug, bedbugs, bee swarm, bees nest, bettwanze, bettwanzen,
          bird spikes, blattes, cafards, carpet beetle, cockroach, dératisation, désinfection, désinsectisation, désinsectiseur, essaim,
          *exterminator, flea treatment, fleas, flies, flöhe, fouine, fourmis, frelon asiatique, frelons, fumigate, fumigation, get rid,
          guêpes, holzwurm, hornet, hornissen, hornissennest, infestation, kakerlaken, *kammerjäger, loirs, marder, maulwurf, maus, mäuse,
          mäuse haus, mice, mice attic, mice in, mites, mole catcher, moles, moths, motten, mouse, nid de guêpes, nid frelons, nuisibles,
          *pest, pigeon proofing, pigeons, puces, punaises, punaises lit, rabbits control, rat, rat catcher, rats cave, rats in, ratte,
          ratten, rodents, schaben, *schädlingsbekämpfung, siebenschläfer, silberfische, silverfish, souris, squirrel loft, squirrels,
          tauben, taubenabwehr, taupes, taupier, termites, traitement charpente, ungeziefer, ungezieferbekämpfung, wasp, wasp nest, wespe,
          wespen, wespennest, woodworm, wühlmäuse, xylophage;
        services.photography: aerial, aerial video, aktfotos, babyfotos, bewerbungsfotos, businessfotos, cadreur, caméraman, captation,
          captation vidéo, clip, clip vidéo, convert vhs, corporate video, develop film, dias digitalisieren, digitalisieren, digitise,
          digitise slides, drohnenaufnahmen, drohnenvideo, drone film, drone footage, drone photos, drone video, engagement photos, estate
          agent photos, event photographer, event photos, eventfotograf, familienfotos, family photographer, family photos, family
          portrait, film birthday, film entreprise, film farm, film institutionnel, film mariage, film our, film wedding, filmer, food
          photos, fotoaufnahmen, *fotograf, *fotografin, fotos, fotoshooting, headshots, hochzeitsfotograf, hochzeitsfotos,
          hochzeitsvideo, imagefilm, kameramann, live stream, livestream, luftaufnahmen, music video, newborn photos, newborn photoshoot,
          newborn shooting, numérisation, numériser, numériser diapositives, passbilder, passfotos, passport photo, photo shoot,
          *photographe, photographe mariage, *photographer, photographie, photographs, *photography, photos, photos bébé, photos
          entreprise, photos famille, photos identité, photos immobilier, photos mariage, photos naissance, photos of, photos produits,
          *photoshoot, pictures taken, portrait photos, portraitfotos, prise vue, product photography, product photos, produktfotografie,
          produktfotos, promo video, promotional film, property photos, record concert, scan photos, scan slides, school photos, séance
          photo, shooting, shooting famille, take photos, take pictures, vhs, *vidéaste, vidéo mariage, video production, videofilmer,
          videograf, *videographer, videoproduktion, wedding photographer, wedding photos, wedding video;
        services.repair: accordage, accorder piano, accordeur, accordeur piano, affûtage, aiguiser, alter, alter dress, alter suit,
          *alterations, änderung, änderungsschneiderei, appliance repair, battery replacement, bijoutier réparation, bike repair, bike
          service, boiler clock, broke, *broken, camera repair, cannage, cassé, cassée, chair caning, changer écran, chipped, clock
          repair, clothes alterations, coat zip, cobbler, computer screen broken, cordonnier, couturière, cracked, cracked screen, defekt,
          defrost, dented, dépannage, display gesprungen, display kaputt, display tauschen, displayreparatur, does not start, does not
          work, dress alteration, dressmaker, drone repair, écran cassé, elektrogeräte reparatur, en panne, fahrrad reparieren,
          fahrradreparatur, fahrradwerkstatt, faulty, fermeture éclair, fernseher reparieren, *fix, fixed, french polisher, fridge repair,
          funktioniert nicht, geht nicht, geplatzt, gesprungen, glass replacement table, goldschmied, guitar repair, guitar setup, handbag
          repair, handy reparatur, hausgeräte kundendienst, heel tips, hem, hem curtains, hem dress, hem trousers, horloger, hose kürzen,
          instrument repair, invisible mending, ipad repair, ipad screen, iphone screen, jacket zip, jewellery repair, kaputt, klavier
          stimmen, klavierstimmer, klavierstimmung, kleid ändern, knife sharpening, kühlschrank defekt, kürzen, laptop repair, lave linge
          panne, lawnmower service, luthier, *mend, mended, mending, messer schleifen, möbel restaurieren, mower service, nähen, not
          draining, not working, organ tuner, ourlet, oven repair, panne, phone repair, piano tuner, piano tuning, polsterer, polstern,
          puncture, raccourcir, rattles, re string, recover chairs, recover sofa, refaire canapé, refaire fauteuil, refurbish furniture,
          reißverschluss, rempaillage, *repair, repair roof tent, repaired, *réparateur, réparateur tv, *réparation, réparation
          chaussures, réparation électroménager, réparation iphone, réparation montre, réparation téléphone, réparation vélo, *reparatur,
          *réparer, réparer lave linge, réparer vélo, reparieren, reparieren lassen, repariert, resole, restaurateur meuble, restauration
          meuble, restaurator, restaurer, restaurieren, restoration, *restore, restored, restring, retapisser, retouche, retouches,
          retoucheuse, *reupholster, reupholstery, révision vélo, ring ändern, ring resize, *schneider, schneiderei, schneiderin,
          schuhreparatur, schuster, scratched, screen repair, seamstress, sewing machine service, sharpen, sharpening, shoe repair, shoes
          resoled, shorten, sofa neu beziehen, sole, spülmaschine defekt, stimmen, stopped working, stühle beziehen, tailleur retouche,
          *tailor, take in dress, tapissier, torn, tune piano, tuner, *tuning, tv repair, uhrmacher, upholsterer, upholstery, violin
          repair, vitre téléphone, vorhänge nähen, waschmaschine defekt, waschmaschine reparieren, washing machine repair, watch battery,
          watch repair, watchmaker, won start, worn, zip broken, zip replace, zip replaced, zipper;
        services.security: agent de sécurité, *bodyguard, bouncer, close protection, crowd control, detective, detektei, detektiv, door
          staff, door supervisor, doorman, doormen, event security, event stewards, garde corps, gardien, gardien nuit, gardiennage, guard
          dog, key holding, ladendetektiv, maître chien, nachtwächter, night guard, night watchman, objektschutz, ordner, patrol,
          personenschutz, pförtner, privatdetektiv, private detective, private investigator, protection rapprochée, revierdienst, rondes,
          *security, security company, security firma, security officer, security staff, sicherheitsdienst, société sécurité, ssiap,
          stewards, store detective, surveillance événement, türsteher, veilleur nuit, vigile, *wachdienst, wachleute, wachmann,
          wachschutz, watchman;
        services.staff: admin assistant, assistant virtuel, assistante, assistenz, *aushilfe, aushilfen, aushilfskraft, bar staff,
          barkeeper, barmaid, barman, barpersonal, bartender, bürokraft, call centre, callcenter, caristes, casual workers, chasseur
          têtes, chauffeurs livreurs, chef temp, cleaner temp, commis, cueilleurs, customer service agent, data entry, dateneingabe,
          drivers needed, erntehelfer, erntehelfer gesucht, event staff, extra hands, extras, extras film, fahrer gesucht, farm workers,
          festival crew, festival staff, figurants, freelancer, fruit pickers, headhunter, helfer, hire employee, hire staff, *hostess,
          hostessen, hosts, hôtes, hôtesse, hôtesse accueil, hôtesses, intérim, *intérimaire, interpreter booth staff, *kellner,
          kellnerin, kitchen porter, kitchen staff, küchenhilfe, labourers, lagerarbeiter, lagerhelfer, leiharbeiter, leihkoch, main
          œuvre, manutentionnaires, messehostess, mitarbeiter, models, nurse agency, ouvriers, pa, packers, people hand out flyers,
          personal, personal assistant, personaldienstleister, personalvermittlung, personnel, pickers, plongeur, préparateurs commandes,
          produktionshelfer, promotional staff, promotionpersonal, *receptionist, recruit, recruiter, recruiting, *recruitment,
          recrutement, recruteur, saisie données, saisonarbeiter, saisonniers, sales rep, salesperson, seasonal workers, secrétaire,
          secrétariat, secretary, sekretärin, *serveur, serveuse, servicekraft, servicekräfte, shop assistant, spülkraft, *staff,
          staffing, standardiste, stewards temp, teacher supply, telefonservice, telephone answering, télésecrétariat, *temp, vendangeurs,
          vendeuse, verkäufer, virtual assistant, virtual receptionist, *waiter, waiting staff, waitress, warehouse operatives, warehouse
          staff, warehouse workers, workers, zeitarbeit, zeitarbeiter;
        services.telecoms: 0800 number, 4g box, 5g, abonnement internet, abonnement mobile, abonnement téléphone, adsl, allnet flat, box
          fibre, box internet, broadband, business broadband, carte prépayée, carte sim, connexion internet, data plan, datentarif, dsl,
          dsl vertrag, esim, fast internet, festnetz, fibre, fibre maison, fibre optique, flatrate, *forfait, forfait mobile, forfait
          portable, forfait téléphone, glasfaser, glasfaseranschluss, handytarif, handytarife, handyvertrag, home internet, internet
          anschluss, internet connection, internet deal, internet maison, internet provider, internet zuhause, internetanschluss,
          internetvertrag, kabelanschluss, landline, leased line, ligne fixe, ligne téléphonique, lots of data, mobile contract, mobile
          deal, mobile plan, mobilfunk, mobilfunktarif, mobilfunkvertrag, opérateur, pay as you go, phone deal, phone line, phone number,
          phone plan, prepaid, roaming, satellite internet, sim, sim card, sim deal, sim karte, sim only, standard téléphonique, starlink,
          streaming subscription, telefonanschluss, telefonvertrag, tv package, unlimited data, voip, wifi contract;
        services.translation: bachelorarbeit, beglaubigte übersetzung, bewerbung schreiben, bewerbungsschreiben, biographe, biography,
          braille, captions, certified translation, copy edit, copy editing, correcteur, correction mémoire, correctrice, cover letter,
          cv, cv writing, dissertation editing, doktorarbeit, dolmetschen, *dolmetscher, dolmetscherin, écrire discours, écrivain public,
          edit book, edit novel, edit thesis, editing book, *editor, essay editing, gebärdensprachdolmetscher, ghost writer, ghostwriter,
          ghostwriting, interprétariat, *interprète, *interpreter, interpreting, korrektorat, korrekturlesen, langue signes, lebenslauf,
          lektor, *lektorat, lektorin, lettre motivation, localisation, masterarbeit, mémoire relecture, prête plume, proof read,
          *proofread, proofread thesis, proofreader, *proofreading, rédaction cv, rede schreiben, relecture, relecture thèse, relire
          thèse, resume, sign language, simultandolmetscher, sous titrage, sous titres, speech writing, subtitles, sworn translation,
          tippen, *traducteur, traducteur assermenté, *traduction, traduction assermentée, *traductrice, traduire, traduire acte,
          transcribe, transcribe interview, transcript, transcription, transkription, *translate, translated, *translation, *translator,
          type up, typing, übersetzen, *übersetzer, übersetzerin, übersetzt, *übersetzung, untertitel, write article, write book, write
          cv, write speech;
        services.tuition: 11 plus, a level, abitur vorbereitung, abiturvorbereitung, aide devoirs, apprendre, apprendre anglais, apprendre
          nager, art class, atelier poterie, auto école, ballet classes, caces, career coach, chemistry, *class, *coach, coach sportif,
          coaching, code route, coding bootcamp, college, computer course, conversation, cookery course, cooking class, *cours, cours
          allemand, cours chant, cours cuisine, cours danse, cours de, cours dessin, cours espagnol, cours français, cours guitare, cours
          informatique, cours natation, cours particuliers, cours piano, cours ski, *course, dance, *deutschkurs, deutschunterricht,
          diving course, driving, driving test, drum lessons, e learning course, école, englischkurs, englischunterricht, english
          conversation, enseignant, entraîneur, équitation cours, erste hilfe kurs, exam, exam prep, exam preparation, excel course, excel
          schulung, fahrlehrer, *fahrschule, fahrschulen, fahrstunden, first aid course, first aid training, fitness coach, flying
          lessons, forklift licence, formateur, *formation, formation excel, fortbildung, fotokurs, französischkurs, french conversation,
          führerschein, führerschein klasse, gcse, geigenunterricht, german, gesangslehrer, gesangsunterricht, gitarrenunterricht, golf
          lessons, guitar lessons, hausaufgabenbetreuung, hausaufgabenhilfe, health safety training, help daughter, heures conduite, hgv
          training, homework help, ielts, *instructor, intensive driving, italian, karate, klavierlehrer, klavierlehrerin, kochkurs,
          *kurs, language course, language exchange, language lessons, leadership, learn, learn english, learn play, learn to, leçon,
          leçons conduite, *lehrer, lehrer gesang, *lehrerin, lernen, *lesson, lessons for, life coach, malkurs, management training,
          martial arts, math, mba, meditation, moniteur, motorcycle training, musikunterricht, *nachhilfe, nachhilfe mathe,
          nachhilfelehrer, nachhilfelehrerin, nähkurs, permis, permis conduire, permis moto, personal trainer, personal training,
          photography course, physics, piano lessons, piano teacher, pilates, pilot, pottery class, préparation bac, préparation concours,
          préparer bac, private lessons, private teacher, privatlehrer, privatunterricht, prof, *professeur, professeur particulier,
          professeure, prüfungsvorbereitung, reitstunden, reitunterricht, répétiteur, riding lessons, sailing course, salsa, sat prep,
          schlagzeugunterricht, school, school subjects, schulung, schulungen, schwimmkurs, schwimmunterricht, secourisme, segelkurs,
          seminar, seminare, sewing class, singing, ski lessons, skikurs, soutien scolaire, spanischkurs, spanish, sprachkurs, stage,
          stage intensif, staplerschein, studium, stunden klavier, surf lessons, surfkurs, swim, swimming, tanzen, tanzkurs, tanzschule,
          tauchkurs, teach, teach me, teach son, *teacher, teaching, team training, tennis coach, tennis lessons, toefl, töpferkurs,
          trainer, trainerin, *training, *tuition, *tutor, *tutoring, university, *unterricht, unterricht kinder, violin teacher, webinar,
          weiterbildung, workshop participants, yoga, yogakurs;
        services.waste: abfall, abfallentsorgung, aktenvernichtung, alte möbel, altmetall, altmöbel, altöl, altpapier, amiante, asbest,
          asbestentsorgung, asbestos, asbestos removal, aushub entsorgen, autoverschrottung, bauschutt, bauschuttcontainer, benne,
          builders rubble, bulky waste, car scrapped, chemical waste, clear flat, clear garage, clear garden, clear house, clear loft,
          clear out, clear shed, *clearance, collect rubbish, collecte déchets, commercial waste, confidential shredding, container,
          container mieten, containerdienst, dachboden entrümpeln, débarras, débarras appartement, débarras cave, débarras grenier,
          débarras maison, *débarrasser, debris, deceased estate, déchets, déchets chantier, déchets verts, déchetterie, désamiantage,
          destruction archives, disposal, dispose, document destruction, dump, electrical waste, encombrants, enlèvement, enlever
          encombrants, entrümpeln, *entrümpelung, entsorgen, entsorgung, épave, erdaushub, estate clearance, évacuation, évacuation terre,
          évacuer gravats, ferrailleur, garage clearance, garage entrümpeln, garden waste, gartenabfall, gartenabfälle, get rid of old,
          get rid old, get rid sofa, grab lorry, gravats, grünschnitt, hardcore removed, hausauflösung, haushaltsauflösung,
          haushaltsauflösungen, hazardous waste, hoard, house clearance, jeter, junk, keller ausräumen, keller entrümpeln, kühlschrank
          entsorgen, location benne, loft clearance, matratze entsorgen, mini skip, mulde, müll, müll abholen, office clearance, oil tank
          removal, old fridge, old furniture, old mattress, old sofa collection, recyclage, recycle, recycling, remove shed, rubbish,
          rubbish cleared, rubbish collected, rubbish collection, rubbish removal, rubble, rubble bathroom, rubble from, rubble removal,
          rubble tons, schrott abholen, schrottabholung, schutt, scrap, scrap car, scrap metal collection, shed removal, shed removed,
          shredding service, skip, skip hire, sofa entsorgen, soil removal, soil removed, sondermüll, sperrmüll, sperrmüll abholen,
          sperrmüllabholung, syndrome diogène, take away old, tip run, vide maison, vider, vider appartement, vider cave, vider garage,
          vider grenier, vider maison, waste collection, waste removal, wohnung entrümpeln, wohnungsauflösung, yard skip
        """;
}
