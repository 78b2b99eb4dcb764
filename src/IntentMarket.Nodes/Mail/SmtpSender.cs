using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace IntentMarket.Nodes.Mail;

/// <summary>A mail as it is written.</summary>
/// <param name="Id">Of the mail: sent twice, it is still one to a reader that looks at its Message-ID.</param>
/// <param name="Stop">Where its reader stops mails of its kind, without signing in; null: there is no such thing.</param>
public sealed record MailMessage(Guid Id, string To, string Subject, string Text, string? Stop);

/// <summary>The server did not take it.</summary>
/// <param name="isFinal">It never will: the address is none, or the server refuses this very mail.</param>
/// <param name="isDown">It is not about this mail: the server does not answer, or does not let us in.</param>
public sealed class MailRefusedException(string message, bool isFinal, bool isDown, Exception? inner = null) : Exception(message, inner)
{
    public bool IsFinal { get; } = isFinal;

    public bool IsDown { get; } = isDown;
}

/// <summary>A connection to the mail server, opened when the first letter is sent.</summary>
public sealed class SmtpSender(MailSettings settings) : IAsyncDisposable
{
    private const int AnswerMaxMs = 10_000;

    private readonly SmtpClient _client = new() { Timeout = AnswerMaxMs };

    /// <summary>Returns when the server has taken the letter over.</summary>
    /// <exception cref="MailRefusedException">It has not, as far as is known.</exception>
    public async Task Send(MailMessage letter, CancellationToken cancel)
    {
        if (!MailboxAddress.TryParse(letter.To, out var to))
            throw new MailRefusedException("the address is none", isFinal: true, isDown: false);
        using var mail = Write(letter, to);
        try
        {
            if (!_client.IsConnected)
                await Connect(cancel);
            await _client.SendAsync(mail, cancel);
        }
        catch (SmtpCommandException refused)
        {
            var isOfMail = refused.ErrorCode is SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted;
            throw new MailRefusedException(
                refused.Message, isFinal: isOfMail && (int)refused.StatusCode >= 500, isDown: !isOfMail, refused);
        }
        catch (Exception e)
            when (e is ProtocolException or ServiceNotConnectedException or ServiceNotAuthenticatedException or AuthenticationException
                or SslHandshakeException or SocketException or IOException or TimeoutException or NotSupportedException
                || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new MailRefusedException(e.Message, isFinal: false, isDown: true, e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_client.IsConnected)
        {
            using var limit = new CancellationTokenSource(AnswerMaxMs);
            await _client.DisconnectAsync(quit: true, limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        _client.Dispose();
    }

    private async Task Connect(CancellationToken cancel)
    {
        var security = settings.IsTls ? SecureSocketOptions.SslOnConnect
            : settings.NeedsTls ? SecureSocketOptions.StartTls : SecureSocketOptions.StartTlsWhenAvailable;
        await _client.ConnectAsync(settings.Host, settings.Port, security, cancel);
        if (settings.User is { } user)
            await _client.AuthenticateAsync(user, settings.Password ?? "", cancel);
    }

    private MimeMessage Write(MailMessage letter, MailboxAddress to)
    {
        var mail = new MimeMessage { Subject = letter.Subject, Body = new TextPart("plain") { Text = letter.Text } };
        mail.From.Add(settings.Sender);
        mail.To.Add(to);
        mail.MessageId = $"{letter.Id:N}@{settings.Sender.Address[(settings.Sender.Address.IndexOf('@') + 1)..]}";
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        if (letter.Stop is { } stop)
        {
            mail.Headers.Add("List-Unsubscribe", $"<{stop}>");
            mail.Headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
        return mail;
    }
}
