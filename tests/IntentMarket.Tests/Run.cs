using IntentMarket.Tests.Edges;
using IntentMarket.Tests.Stores;
using NUnit.Framework;

// A test waits for clocks and processes more than it computes.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(2)]

namespace IntentMarket.Tests;

/// <summary>Ends what fixtures of several folders share.</summary>
[SetUpFixture]
[Parallelizable(ParallelScope.Self | ParallelScope.Fixtures)]
public sealed class Run
{
    [OneTimeTearDown]
    public async Task Stop()
    {
        await MarketHost.StopAll();
        await TestStores.DropAll();
    }
}
