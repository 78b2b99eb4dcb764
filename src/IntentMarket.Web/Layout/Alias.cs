using System.Buffers.Binary;

namespace IntentMarket.Web.Layout;

/// <summary>A pseudonym as people can tell it from others: the same id has the same name everywhere.</summary>
public static class Alias
{
    private static readonly string[] Colours =
    [
        "Amber", "Ash", "Azure", "Birch", "Bronze", "Cedar", "Chalk", "Cherry", "Clover", "Cobalt", "Copper", "Coral", "Crimson", "Dune",
        "Ebony", "Fern", "Flint", "Frost", "Ginger", "Golden", "Hazel", "Heather", "Indigo", "Ivory", "Jade", "Lilac", "Maple", "Moss",
        "Olive", "Opal", "Pearl", "Rowan",
    ];

    private static readonly string[] Birds =
    [
        "Avocet", "Bittern", "Bunting", "Chough", "Coot", "Crane", "Curlew", "Dipper", "Dunlin", "Eider", "Falcon", "Fulmar", "Gannet",
        "Grebe", "Harrier", "Heron", "Hoopoe", "Ibis", "Jackdaw", "Kestrel", "Kite", "Lapwing", "Linnet", "Magpie", "Merlin", "Osprey",
        "Owl", "Petrel", "Pipit", "Plover", "Puffin", "Quail", "Raven", "Redpoll", "Robin", "Ruff", "Scoter", "Shrike", "Siskin", "Skua",
        "Snipe", "Sparrow", "Starling", "Stilt", "Stork", "Swallow", "Swan", "Swift", "Teal", "Tern", "Thrush", "Tit", "Turnstone", "Twite",
        "Wagtail", "Warbler", "Waxwing", "Wheatear", "Whimbrel", "Wigeon", "Woodcock", "Wren", "Wryneck", "Yaffle",
    ];

    public static string Of(string pseudonym)
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.Parse(pseudonym).TryWriteBytes(bytes);
        var number = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        return $"{Colours[number % 32]} {Birds[number / 32 % 64]} {number / 2048 % 90 + 10}";
    }
}
