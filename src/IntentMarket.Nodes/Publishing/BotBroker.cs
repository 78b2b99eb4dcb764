using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Nodes.Broker;
using IntentMarket.Services.Access;
using IntentMarket.Storage;

namespace IntentMarket.Nodes.Publishing;

/// <summary>The broker of the settings.</summary>
public sealed class BotBroker(BrokerAdmin admin, BrokerSettings settings, TimeProvider clock) : IBotBroker
{
    public async Task<BrokerCredentialCreated> Open(BrokerCredential credential, string password, CancellationToken cancel)
    {
        var vendor = credential.Account;
        await admin.EnsureVendor(vendor, cancel);
        await admin.EnsureUser(vendor, credential.User, password, cancel);
        await Task.Delay(VendorInboxes.KnownFor, clock, cancel);
        return new BrokerCredentialCreated(
            credential.Id.ToString(), settings.PublicHost, settings.PublicPort, settings.PublicTls, settings.Edge, credential.User,
            password, EdgeTopology.Exchange(vendor), EdgeTopology.Inbox(vendor));
    }

    public Task EnsureVendor(AccountId vendor, CancellationToken cancel) => admin.EnsureVendor(vendor, cancel);

    public Task EnsureUser(AccountId vendor, string user, string password, CancellationToken cancel) =>
        admin.EnsureUser(vendor, user, password, cancel);

    public Task RemoveUser(string user, CancellationToken cancel) => admin.RemoveUser(user, cancel);

    public Task RemoveVendor(AccountId vendor, CancellationToken cancel) => admin.RemoveVendor(vendor, cancel);
}
