using System.Collections.Frozen;
using IntentMarket.Engine.Values;

namespace IntentMarket.Routing;

public static partial class Categories
{
    /// <summary>Of each category of the scheme <c>market</c> the codes of CPV that are the same kind of thing. Where CPV has only something
    /// wider, of which the category is a small part, a tilde stands before it: who deals in the wider thing hears of the category, and
    /// not the other way about.</summary>
    private const string MarketInCpv = """
        appliances: 39700000-9;
        appliances.cleaning: 39713400-7, 42999000-5;
        appliances.climate: 39717000-1, ~39715200-9, 42512000-8;
        appliances.coffee: 39711310-5;
        appliances.cooking: 39721000-2, 39711360-0, 39711400-3, 39714000-0;
        appliances.cooling: 39711100-0, 39721200-4;
        appliances.dishwashers: 39713100-4;
        appliances.kitchen: 39711000-9;
        appliances.laundry: 39713200-5, 39713500-8;
        appliances.laundry.dryers: 39713200-5;
        appliances.laundry.washing-machines: 39713200-5, 42716120-5;

        baby: 33750000-2, ~18411000-3, ~34912100-4, ~15884000-8;
        baby.car-seats: ~34370000-1;
        baby.clothes: 18411000-3;
        baby.feeding: 15884000-8, 33751000-9, ~33750000-2;
        baby.nursery: 39143116-2, ~39161000-8;
        baby.strollers: 34912100-4;

        clothing: 18000000-9;
        clothing.bags: 18920000-4, 18930000-7;
        clothing.children: ~18200000-1, ~18300000-2;
        clothing.jewellery: 18510000-7;
        clothing.men: 18222100-2, 18332000-5, 18423000-0, ~18200000-1, ~18300000-2;
        clothing.shoes: 18800000-7;
        clothing.sportswear: 18412000-0, 18820000-3;
        clothing.watches: 18520000-0;
        clothing.women: 18231000-7, 18232000-4, 18320000-8, ~18200000-1, ~18300000-2;
        clothing.workwear: 18100000-0, 18222000-1, 18444100-4;

        electronics: 32000000-3, 30200000-1;
        electronics.accessories: 31400000-0, 31158000-8, ~31680000-6;
        electronics.audio: 32330000-5, 32340000-8, 32310000-9;
        electronics.audio.headphones: 32342100-3, 32342200-4, 32551300-3;
        electronics.audio.speakers: 32342000-2, 32343000-9, 32331000-2;
        electronics.cameras: 38650000-6, 32333200-8, 32354300-2;
        electronics.computers: 30200000-1;
        electronics.computers.accessories: 30237200-1, 30237400-3, 30232000-4;
        electronics.computers.components: 30237100-0, 30236100-3, 30211500-6;
        electronics.computers.desktops: 30213300-8, 30214000-2, 30215000-9;
        electronics.computers.laptops: 30213100-6;
        electronics.computers.monitors: 30231000-7, 32323000-3;
        electronics.computers.networking: 32400000-7;
        electronics.computers.printers: 30232100-5, 30216100-7, 30120000-6, 30125110-5;
        electronics.computers.storage: 30233000-1, 30234000-8;
        electronics.gaming: 37532000-6, 48911000-7;
        electronics.phones: 32250000-0, 32550000-3, 32237000-3;
        electronics.smart-home: ~31710000-6, ~32552600-3;
        electronics.tablets: 30213200-7;
        electronics.tv: 32324000-0, 32321000-9, 38652120-7;
        electronics.wearables: ~18520000-0, ~31710000-6;

        food: 15000000-8;
        food.bakery: 15810000-9, 15820000-2;
        food.catering: 55520000-1, 55321000-6;
        food.drinks: 15900000-7;
        food.fresh: 03200000-3, 03310000-5, 03330000-3, 03140000-4, 15100000-9, 15200000-0, 15300000-1, 15500000-3;
        food.gifts: 18530000-3, 15842000-2, 03121200-7, 15897300-5;
        food.groceries: 15400000-2, 15600000-4, 15800000-6, 14400000-5;
        food.special-diets: 15880000-0;

        garden: 03120000-8, 16311000-8, 39142000-9, 16160000-4;
        garden.barbecues: ~39721100-3;
        garden.fencing: 34928200-0, 44231000-8, 44312000-0, 44313100-8, 44113100-6, 44221300-8;
        garden.furniture: 39142000-9, 39113400-1;
        garden.mowers: 16310000-1;
        garden.plants: 03120000-8, 03450000-9, 03111000-2;
        garden.pools: 43324100-1, 45212212-5;
        garden.sheds: 44211000-2;
        garden.tools: 16160000-4, 44511100-6, 44511200-7, 44511300-8, 44511400-9;

        health: 33710000-0, 33720000-3, 33730000-6, 33740000-9, 33185000-0, 33193000-9;
        health.cosmetics: 33711000-7, 33720000-3, 33740000-9;
        health.fragrance: 33711100-8, ~33711000-7;
        health.hair: 33711600-3, 39712100-7, 39712200-8;
        health.hearing: 33185000-0;
        health.medical: 33100000-1, 38000000-5, 33900000-9;
        health.mobility: 33193000-9, 33196000-0, 33192600-8, 44115600-5;
        health.monitors: ~33123000-8, 38412000-6, ~33195000-3;
        health.optical: 33733000-7, 33734000-4, 33735000-1;
        health.pharmacy: 33600000-6, 33141000-0, 33712000-4;
        health.supplements: 33616000-1;

        home: 39100000-3, 39200000-4, 39500000-7, 31500000-1;
        home.bathroom: 44410000-7, 39144000-3;
        home.bedding: 39511000-7, 39512000-4, 39514000-8;
        home.building-materials: 44110000-4, 44910000-2, 44920000-5, 44930000-8, 14210000-6, 03410000-7;
        home.curtains: 39515000-5, 44115700-6, 44115900-8, 39522100-8;
        home.decor: 39298000-7, 39254000-7, 39516000-2;
        home.doors-windows: 44221000-5, 44115400-3;
        home.flooring: 39530000-6, 44112200-0, 39193000-1;
        home.fuel: 09100000-0, 03413000-8, 03418000-3;
        home.furniture: 39100000-3;
        home.furniture.beds: 39143110-0;
        home.furniture.chairs: 39111000-3, 39112000-0, 39113300-0, 39113500-2, 39113600-3;
        home.furniture.desks: 39130000-2, 39121100-7, 39111100-4, 39153000-9;
        home.furniture.shelves: 39141100-3, 39122200-5, 39131100-0, 39151100-6;
        home.furniture.sofas: 39113100-8, 39113200-9;
        home.furniture.tables: 39121200-8, 39143210-1, 39143310-2;
        home.furniture.wardrobes: 39122100-4, 39143121-0, 39143122-7, 39143123-4;
        home.heating: 44620000-2, 42511110-5, 42160000-8, 39715200-9;
        home.kitchens: 39141200-4, 39141300-5, 39141400-6;
        home.kitchenware: 39221100-8, 39221200-9, 39223000-1, 39240000-6;
        home.lighting: 31500000-1;
        home.paint: 44810000-1, 44820000-4, 44111400-5, 39191000-7, 39192000-4;
        home.security: 44520000-1, 35120000-1, 31625000-3, 98395000-8;
        home.solar: 09330000-1;
        home.supplies: 39800000-0, 33760000-5, 39224100-9, 39224200-0, 39224300-1, 19640000-4;
        home.tools: 44510000-8, 42650000-7;

        leisure: 37300000-1, 37500000-3, 37800000-6, 22110000-4;
        leisure.art: 92311000-4;
        leisure.books: 22110000-4, 22120000-7, 22200000-2;
        leisure.collectables: 18512000-1, 22410000-7;
        leisure.crafts: 37800000-6, 39227000-9, 19430000-9, 44812200-7;
        leisure.film-music: 32353000-2, 32354000-9;
        leisure.instruments: 37300000-1;
        leisure.party: 39225500-0, 24613200-6, 37525000-4, ~37500000-3;
        leisure.tickets: ~92320000-0, ~92312000-1;
        leisure.toys: 37500000-3;

        office: 30100000-0, 39130000-2;
        office.equipment: 30100000-0;
        office.machinery: 42000000-6, 43000000-3, 16000000-5, 31120000-3;
        office.materials: 14700000-8, 14600000-7, 24000000-4, 19000000-6, 14820000-5;
        office.packaging: 44617000-8, 44619300-5, 44619100-3, 44619400-6, 44618000-5, 18937100-7;
        office.printing: 22000000-0, 79800000-2;
        office.shop-fittings: 39170000-4, 39310000-8, 42513200-7, 42340000-1;
        office.software: 48000000-8;
        office.stationery: 30192000-1, 30197000-6, 30199000-0, 30193000-8, 22830000-7, 22850000-3, 30141000-9;

        pets: 15713000-9, 85200000-1;
        pets.accessories: 39298800-5;
        pets.care: 98380000-0, 85200000-1;
        pets.food: 15713000-9;
        pets.horses: 18910000-1, 03322300-5;

        property: 70000000-1;
        property.business: 70220000-9, 70123200-1;
        property.buy: 70120000-8, 70320000-0;
        property.rent: 70210000-6;

        services: 79000000-4, 98000000-3;
        services.architecture: 71200000-0, 71300000-1, 71400000-2;
        services.beauty: 98320000-2, 98333000-6, 98332000-9;
        services.childcare: 85312110-3, 85311300-5, 80110000-8;
        services.cleaning: 90910000-9, 98310000-9, 90920000-2, 45452000-0;
        services.consulting: 79400000-8, 79300000-7;
        services.courier: 64100000-7, 60180000-3, 60160000-7;
        services.design: 79930000-2, 79822000-2;
        services.energy: 65310000-9, 65210000-8, 09310000-5;
        services.events: 79952000-2, 92340000-6, 92312000-1, 92360000-2, 92370000-5;
        services.finance: 66000000-0, 79200000-6;
        services.funerals: 98371000-4, 39296000-3;
        services.health: 85100000-0;
        services.insurance: 66500000-5;
        services.it: 72000000-5;
        services.legal: 79100000-5;
        services.marketing: 79340000-9;
        services.moving: 98392000-7, 63121000-3, 60183000-4;
        services.personal-care: 85311100-3, 85311200-4, 85312000-9, 79624000-4;
        services.pest-control: 90922000-6, 90921000-9;
        services.photography: 79960000-1, 92110000-5;
        services.repair: 50300000-8, 50800000-3, 50430000-8, 98393000-4, 98394000-1, 98396000-5;
        services.security: 79700000-1;
        services.staff: 79600000-0;
        services.telecoms: 64200000-8;
        services.trades: 45000000-7, 50700000-2;
        services.trades.building: 45100000-8, 45200000-9, 45410000-4, 45320000-6, 45441000-0, 45443000-4, 45453000-7, 45454000-4;
        services.trades.carpentry: 45420000-7;
        services.trades.electrical: 45310000-3, 50711000-2;
        services.trades.flooring: 45430000-0;
        services.trades.gardening: 77300000-3, 71421000-5;
        services.trades.handyman: 50700000-2, 45450000-6, 45342000-6;
        services.trades.painting: 45440000-3, 45451000-3, 45432200-6;
        services.trades.plumbing: 45330000-9, 50720000-8, 50513000-4, 50531100-7;
        services.trades.roofing: 45261000-4;
        services.translation: 79530000-8, 79540000-1, 79550000-4;
        services.tuition: 80000000-4;
        services.waste: 90500000-2;

        sports: 37400000-2;
        sports.camping: 37414000-3, 39522530-1, 39522540-4, 39522500-2;
        sports.cycling: 34430000-0, 18444112-1;
        sports.cycling.e-bikes: 34422000-7, ~34430000-0;
        sports.fishing: 37413000-6, ~35321000-0;
        sports.fitness: 37440000-4, 37420000-8, 37432000-5;
        sports.golf: 37471000-0;
        sports.team: 37450000-7, 37460000-0, 37430000-1, 37420000-8, 37472000-7;
        sports.water: 37412000-9, 39525300-1;
        sports.winter: 37411000-2, 18821000-0;

        travel: 63500000-4, 55100000-1, 55200000-2;
        travel.activities: 63514000-5, ~92520000-2, ~92530000-5, ~92330000-3;
        travel.flights: 60400000-2;
        travel.hotels: 55100000-1, 55200000-2;
        travel.packages: 63511000-4, 63512000-1, 63515000-2;
        travel.trains: 60200000-0, 60610000-7, 34980000-0;
        travel.transfers: 60120000-5, 60130000-8, 60140000-1, 60171000-7, 60172000-4;

        vehicles: 34100000-8, 34200000-9, 34300000-0, 34400000-1, 34500000-2;
        vehicles.boats: 34520000-8;
        vehicles.cars: 34110000-1;
        vehicles.charging: ~31158000-8, ~31680000-6;
        vehicles.hire: 60173000-1, 60184000-1;
        vehicles.motorcycles: 34410000-4, 34420000-7;
        vehicles.parts: 34300000-0, 34913000-0;
        vehicles.servicing: 50100000-6;
        vehicles.trucks: 34133000-8, 34134000-5, 34138000-3, 34140000-0, 34220000-5, 34120000-4;
        vehicles.vans: 34136000-9, 34131000-4, 34223400-0
        """;

    private const char Part = '~';

    private static readonly FrozenDictionary<string, string[]> CodesOf = Table(MarketInCpv);

    private static readonly FrozenDictionary<string, Category[]> CpvOf =
        CodesOf.ToFrozenDictionary(m => m.Key, m => m.Value.Select(code => new Category(Cpv, code.TrimStart(Part))).ToArray());

    /// <summary>By places of the tree of CPV.</summary>
    private static readonly FrozenDictionary<Category, Category[]> MarketOf = CodesOf
        .SelectMany(m => m.Value.Where(code => code[0] != Part)
            .Select(code => (Node: Node(new Category(Cpv, code)), Of: new Category(MarketScheme, m.Key))))
        .GroupBy(pair => pair.Node, pair => pair.Of)
        .ToFrozenDictionary(pairs => pairs.Key, pairs => pairs.ToArray());

    /// <summary>Of each category what stands behind it: <c>id: one, another; id: …</c></summary>
    private static FrozenDictionary<string, string[]> Table(string text) => text.Split(';')
        .Select(entry => entry.Split(':', StringSplitOptions.TrimEntries))
        .ToFrozenDictionary(entry => entry[0], entry => entry[1].Split(',', StringSplitOptions.TrimEntries));

    /// <summary>What an intent of the category is in the other scheme, for vendors who think in that: a category of <c>market</c> is the
    /// codes that stand at it, or at the nearest above it; a code of CPV is what stands at it, or at the nearest above it. Empty where the
    /// other scheme has nothing that fits.</summary>
    public static IReadOnlyList<Category> Counterparts(Category category)
    {
        IReadOnlyList<Category> nearest = [];
        foreach (var node in Exists(category) ? NodesAbove(category) : [])
        {
            if (category.Scheme == Cpv ? MarketOf.TryGetValue(node, out var there) : CpvOf.TryGetValue(node.Id, out there))
                nearest = there;
        }
        return nearest;
    }
}
