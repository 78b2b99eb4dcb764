using Microsoft.Extensions.Configuration;

namespace IntentMarket.Nodes.Broker;

/// <summary>Where the broker is, for the market and for the vendors' bots.</summary>
/// <param name="Amqp">An <c>amqp://</c> or <c>amqps://</c> address without a vhost. Its user needs the two vhosts and no tag, where the
/// management API has a user of its own.</param>
/// <param name="Management">The management API, by HTTP or HTTPS; the administrator that it names, else the user of
/// <paramref name="Amqp"/>.</param>
/// <param name="PublicHost">What a bot is told to connect to.</param>
public sealed record BrokerSettings(Uri Amqp, Uri Management, string PublicHost, int PublicPort, bool PublicTls)
{
    /// <summary>The vhost that bots may enter.</summary>
    public string Edge { get; init; } = "edge";

    /// <summary>The vhost of the nodes alone.</summary>
    public string Core { get; init; } = "core";

    public string User => Part(Amqp, 0) ?? "guest";

    public string Password => Part(Amqp, 1) ?? "guest";

    /// <summary>Makes vhosts, users and permissions, and needs no vhost itself.</summary>
    public string Administrator => Part(Management, 0) ?? User;

    public string AdministratorPassword => Part(Management, 0) is null ? Password : Part(Management, 1) ?? "";

    public bool Tls => Amqp.Scheme == "amqps";

    public int Port => Amqp.IsDefaultPort || Amqp.Port < 0 ? (Tls ? 5671 : 5672) : Amqp.Port;

    /// <summary>Null where no broker is named: the market runs without one.</summary>
    /// <exception cref="InvalidOperationException">A setting is not an address.</exception>
    public static BrokerSettings? From(IConfiguration configuration)
    {
        if (configuration.GetConnectionString("RabbitMq") is not { Length: > 0 } amqp)
            return null;
        var address = Address("ConnectionStrings:RabbitMq", amqp, "amqp", "amqps");
        if (address.AbsolutePath.Length > 1)
            throw new InvalidOperationException("ConnectionStrings:RabbitMq names a vhost; the market has its own two");
        var tls = address.Scheme == "amqps";
        var management = configuration["RabbitMq:Management"] is { Length: > 0 } given
            ? Address("RabbitMq:Management", given, "http", "https")
            : new UriBuilder(tls ? "https" : "http", address.Host, tls ? 15671 : 15672).Uri;
        var settings = new BrokerSettings(address, management, "", 0, false);
        return settings with
        {
            PublicHost = configuration["RabbitMq:PublicHost"] is { Length: > 0 } host ? host : address.Host,
            PublicPort = configuration.GetValue("RabbitMq:PublicPort", settings.Port),
            PublicTls = configuration.GetValue("RabbitMq:PublicTls", tls),
            Edge = configuration["RabbitMq:EdgeVhost"] is { Length: > 0 } edge ? edge : "edge",
            Core = configuration["RabbitMq:CoreVhost"] is { Length: > 0 } core ? core : "core",
        };
    }

    private static Uri Address(string setting, string value, params string[] schemes) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && schemes.Contains(uri.Scheme)
            ? uri
            : throw new InvalidOperationException(
                $"{setting} is not an address of the form {string.Join(" or ", schemes)}://user:password@host:port");

    private static string? Part(Uri address, int index)
    {
        var parts = address.UserInfo.Split(':', 2);
        return parts.Length > index && parts[index].Length > 0 ? Uri.UnescapeDataString(parts[index]) : null;
    }
}
