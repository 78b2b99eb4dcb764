#pragma warning disable CS9113, CA1822
using RabbitMQ.Client;

namespace IntentMarket.Gateway.Amqp;

/// <summary>The exchanges and queues of vhost edge that are not one vendor's, and how a vendor's are named.</summary>
public static class EdgeTopology
{
    public const string Commands = "commands";

    public static string Exchange(Guid vendor) => $"v.{vendor:D}.in";

    public static string Inbox(Guid vendor) => $"v.{vendor:D}.inbox";

    /// <summary>The vendor who can write to an exchange, or null where it is none of a vendor's.</summary>
    public static Guid? VendorOfExchange(string exchange) => throw new NotImplementedException();

    public static Guid? VendorOfInbox(string queue) => throw new NotImplementedException();

    public static Task Declare(IConnection connection, CancellationToken cancel) => throw new NotImplementedException();
}
