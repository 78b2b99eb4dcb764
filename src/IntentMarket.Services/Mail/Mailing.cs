namespace IntentMarket.Services.Mail;

/// <summary>Whether the market sends mails.</summary>
public sealed record Mailing(bool IsOn);
