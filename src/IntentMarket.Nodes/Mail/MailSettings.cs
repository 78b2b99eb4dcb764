using Microsoft.Extensions.Configuration;
using MimeKit;

namespace IntentMarket.Nodes.Mail;

/// <summary>Where mails go out: <c>Smtp:Url</c>, <c>Smtp:From</c>, and <c>Site:Address</c> for the links in them.</summary>
/// <param name="IsTls">TLS from the first byte (<c>smtps</c>); else STARTTLS, where the server has it.</param>
/// <param name="Site">Without a slash at its end.</param>
public sealed record MailSettings(string Host, int Port, bool IsTls, string? User, string? Password, MailboxAddress Sender, string Site)
{
    private const int SubmissionPort = 587, TlsPort = 465;

    /// <summary>A password goes over a line that others cannot read, or stays on this machine.</summary>
    public bool NeedsTls => User is not null && Host is not ("localhost" or "127.0.0.1" or "::1" or "[::1]");

    /// <summary>Null where the market sends no mail.</summary>
    /// <exception cref="InvalidOperationException">A setting is missing or is not what it should be.</exception>
    public static MailSettings? From(IConfiguration configuration)
    {
        if (configuration["Smtp:Url"] is not { Length: > 0 } url)
            return null;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var server) || server.Scheme is not ("smtp" or "smtps") || server.Host.Length == 0)
        {
            throw new InvalidOperationException(
                "Smtp:Url is smtp://user:password@host:port or smtps://…, user and password encoded as in any URL");
        }
        if (!MailboxAddress.TryParse(configuration["Smtp:From"] ?? "", out var from))
        {
            throw new InvalidOperationException(
                "Smtp:Url needs Smtp:From, the address that mails come from, such as Market <market@example.org>");
        }
        if (!Uri.TryCreate(configuration["Site:Address"], UriKind.Absolute, out var site) || site.Scheme is not ("http" or "https"))
        {
            throw new InvalidOperationException(
                "Smtp:Url needs Site:Address, where people reach the site, for the links in mails: https://market.example.org");
        }
        var isTls = server.Scheme == "smtps";
        var login = server.UserInfo.Split(':', 2);
        return new MailSettings(
            server.IdnHost, server.Port > 0 ? server.Port : isTls ? TlsPort : SubmissionPort, isTls,
            login[0].Length > 0 ? Uri.UnescapeDataString(login[0]) : null, login.Length > 1 ? Uri.UnescapeDataString(login[1]) : null,
            from, site.ToString().TrimEnd('/'));
    }
}
