using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Storage;

namespace IntentMarket.Services.Access;

/// <summary>The broker over which vendors' bots speak with the market, as accounts need it. Every method throws <see cref="DownException"/>
/// where the broker does not do it, and may be asked again: what is there already stays.</summary>
public interface IBotBroker
{
    /// <summary>Makes the user, with the vendor's exchange and inbox, and answers where its bot connects to once what is
    /// told there reaches it.</summary>
    Task<BrokerCredentialCreated> Open(BrokerCredential credential, string password, CancellationToken cancel);

    /// <summary>Makes the vendor's exchange and inbox.</summary>
    Task EnsureVendor(AccountId vendor, CancellationToken cancel);

    /// <summary>The user may speak, with this password.</summary>
    Task EnsureUser(AccountId vendor, string user, string password, CancellationToken cancel);

    /// <summary>Takes the user away, and closes what it has open.</summary>
    Task RemoveUser(string user, CancellationToken cancel);

    /// <summary>Takes the vendor's exchange and inbox away, with what is in it.</summary>
    Task RemoveVendor(AccountId vendor, CancellationToken cancel);
}

/// <summary>Null where the market runs without a broker.</summary>
public sealed record Bots(IBotBroker? Broker);
