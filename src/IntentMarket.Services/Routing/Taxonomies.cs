using System.Text.Json;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Routing;
using IntentMarket.Services.Market;
using IntentMarket.Services.Notices;
using IntentMarket.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntentMarket.Services.Routing;

/// <summary>The categories that have names, the same on every node within seconds: each looks whether others were loaded
/// and reads them then.</summary>
public sealed partial class Taxonomies(Store store, TimeProvider clock, ILogger<Taxonomies> logger)
    : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _reading = new(1);
    private IReadOnlyDictionary<string, long> _versions = new Dictionary<string, long>();

    // Swapped whole, under the semaphore; read by anyone.
    private volatile CategoryTree _tree = new([]);

    public CategoryTree Tree => _tree;

    /// <summary>Takes the place of what was loaded of the scheme, on this node at once.</summary>
    /// <returns>The version.</returns>
    public async Task<long> Load(string scheme, IReadOnlyList<NamedCategory> names, CancellationToken cancel)
    {
        var version = await store.Taxonomies.Load(
            scheme, JsonSerializer.Serialize(names.Select(n => KeyValuePair.Create(n.Category.Id, n.Name)).ToDictionary()), cancel);
        await Refresh(cancel);
        return version;
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RefreshIfUp(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Loop.Every(LookEvery, RefreshIfUp, clock, logger, stoppingToken);

    private async Task RefreshIfUp(CancellationToken cancel)
    {
        try
        {
            await Refresh(cancel);
        }
        catch (StoreDownException down)
        {
            LogStoreDown(down.Message);
        }
        catch (Exception fault) when (UnpublishedEvents.IsOfTheOne(fault))
        {
            LogFailed(fault);
        }
    }

    private async Task Refresh(CancellationToken cancel)
    {
        await _reading.WaitAsync(cancel);
        try
        {
            var versions = await store.Taxonomies.Versions(cancel);
            if (versions.Count == _versions.Count && versions.All(v => _versions.GetValueOrDefault(v.Key) == v.Value))
                return;
            var rows = await store.Taxonomies.All(cancel);
            _tree = new CategoryTree(rows.SelectMany(row =>
                JsonSerializer.Deserialize<Dictionary<string, string>>(row.Names)!
                    .Select(n => new NamedCategory(new Category(row.Scheme, n.Key), n.Value))));
            _versions = rows.ToDictionary(row => row.Scheme, row => row.Version);
            foreach (var row in rows)
                LogLoaded(row.Scheme, row.Version);
        }
        finally
        {
            _reading.Release();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "names of categories: {Scheme}, version {Version}")]
    private partial void LogLoaded(string scheme, long version);

    [LoggerMessage(Level = LogLevel.Error, Message = "names of categories stay as they were: what is stored of them cannot be read")]
    private partial void LogFailed(Exception fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "names of categories wait for the store: {Reason}")]
    private partial void LogStoreDown(string reason);
}
