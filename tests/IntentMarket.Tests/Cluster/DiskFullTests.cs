using IntentMarket.Engine;
using IntentMarket.Storage;
using NUnit.Framework;

namespace IntentMarket.Tests.Cluster;

/// <summary>One node on a SQLite file whose disk fills up: no receipt for what was not stored, nothing broken, and it goes on
/// when there is room.</summary>
[Parallelizable]
public sealed class DiskFullTests
{
    private const int DiskMb = 64;

    [Test]
    [Platform("Linux")]
    public async Task Market_on_a_full_disk_gives_no_receipt_and_goes_on_when_there_is_room()
    {
        var folder = Directory.CreateTempSubdirectory("intentmarket-full-").FullName;
        try
        {
            await using var node = await StartOnSmallDisk(folder);
            await node.Ready();
            // The small disk is seen by the node alone, and through it.
            var disk = $"/proc/{node.Pid}/root{folder}";
            var @operator = new MarketClient("", "op.0123456789abcdef0123456789abcdef");
            var customer = await Account(@operator, node, new { kind = "customer", name = "Ada" });
            var vendor = await Account(@operator, node, new { kind = "vendor", name = "Acme", contact = "a@example.org" });
            (await vendor.Put(node, "subscriptions/all", new { })).Is(200);
            var intent = await ClusterMarket.Post(customer, node);
            for (var n = 0; n < 10; n++)
                (await Offer(vendor, node, intent, n)).Is(200);

            await Fill(Path.Combine(disk, "filler"));
            var refused = 0;
            for (var n = 10; n < 100 && refused < 20; n++)
            {
                var answer = await Offer(vendor, node, intent, n);
                if (answer.Status == 200)
                    continue;
                Assert.That(answer.Is(503).RetryAfter, Is.Not.Null);
                Assert.That(answer.Took, Is.LessThan(TimeSpan.FromSeconds(5)));
                refused++;
            }
            Assert.That(refused, Is.EqualTo(20), "the disk was full");
            (await customer.Get(node, $"intents/{intent.Id}")).Is(200);
            Assert.That(node.IsRunning, Is.True);

            File.Delete(Path.Combine(disk, "filler"));
            await Eventually.Holds(async () => (await Offer(vendor, node, intent, 100)).Status == 200, "it goes on");
            for (var n = 0; n <= 100; n++)
            {
                var first = (await Offer(vendor, node, intent, n)).Is(200);
                Assert.That((await Offer(vendor, node, intent, n)).Is(200).Text, Is.EqualTo(first.Text));
            }

            // What a power cut would leave.
            node.Freeze();
            foreach (var file in Directory.GetFiles(disk, "market.db*").Where(f => !f.EndsWith("-shm", StringComparison.Ordinal)))
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            await using var store = await Store.Open(null, Path.Combine(folder, "market.db"), default);
            await Conservation.Holds(store, [IntentId.Parse(intent.Id)]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The node has a view of the file system of its own, with a small disk in the place of its data; it
    /// goes with the node.</summary>
    private static Task<ClusterNode> StartOnSmallDisk(string folder) => ClusterNode.Start(
        new Dictionary<string, string>
        {
            ["DATA_DIR"] = folder,
            ["Operator__Key"] = "op.0123456789abcdef0123456789abcdef",
            ["Limits__Rest__PerSecond"] = "0",
        },
        "unshare", Environment.IsPrivilegedProcess ? "-m" : "-rm", "sh", "-c",
        $"mount -t tmpfs -o size={DiskMb}m tmpfs {folder} && exec \"$@\"", "sh");

    private static async Task<MarketClient> Account(MarketClient @operator, ClusterNode node, object request)
    {
        var made = (await @operator.Post(node, "accounts", request)).Is(201);
        return new MarketClient((string)made["id"]!, (string)made["key"]!);
    }

    private static Task<RestAnswer> Offer(MarketClient vendor, ClusterNode node, Intent intent, int n) =>
        vendor.Post(node, $"intents/{intent.Id}/offers", intent.RestOffer($"o-{n}", $"{440 - n}.00"));

    private static async Task Fill(string file)
    {
        var chunk = new byte[256 * 1024];
        await using var filler = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        for (var size = chunk.Length; size >= 512;)
        {
            try
            {
                await filler.WriteAsync(chunk.AsMemory(0, size));
            }
            catch (IOException)
            {
                size /= 2;
            }
        }
    }
}
