using System.Text;
using System.Xml.Linq;
using IntentMarket.Services.Market;
using IntentMarket.Storage;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace IntentMarket.Web.People;

/// <summary>The key ring of data protection, in the database: what one node protected another can read. What is secret
/// in it is encrypted.</summary>
internal sealed class KeyRing(Store store) : IXmlRepository
{
    private static readonly XNamespace Marks = "http://schemas.asp.net/2015/03/dataProtection";

    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. store.Cluster.ProtectionKeys(CancellationToken.None).GetAwaiter().GetResult().Select(key => XElement.Parse(key))];

    public void StoreElement(XElement element, string friendlyName) => store.Cluster.AddProtectionKey(
        friendlyName, element.ToString(SaveOptions.DisableFormatting), CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Encrypts what an earlier build kept in clear, as data protection itself encrypts a new key.</summary>
    public static Task EncryptWhatIsClear(Store store, MarketIdentity identity, CancellationToken cancel) =>
        store.Cluster.ReplaceProtectionKeys(
            stored =>
            {
                var key = XElement.Parse(stored);
                var clear = key.Descendants().Where(e => (bool?)e.Attribute(Marks + "requiresEncryption") == true).ToList();
                foreach (var secret in clear)
                {
                    var encrypted = new KeyEncryptor(identity).Encrypt(secret);
                    secret.ReplaceWith(new XElement(
                        Marks + "encryptedSecret", new XAttribute("decryptorType", encrypted.DecryptorType.AssemblyQualifiedName!),
                        encrypted.EncryptedElement));
                }
                return clear.Count == 0 ? stored : key.ToString(SaveOptions.DisableFormatting);
            },
            cancel);
}

/// <summary>Encrypts a key of the ring by the market's secret.</summary>
internal sealed class KeyEncryptor(MarketIdentity identity) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement) => new(
        new XElement(
            "encrypted",
            Convert.ToBase64String(identity.Encrypt(Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting))))),
        typeof(KeyDecryptor));
}

/// <summary>Made by data protection. Its name stands with each key that is stored: it never changes.</summary>
internal sealed class KeyDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) =>
        XElement.Parse(Encoding.UTF8.GetString(
            services.GetRequiredService<MarketIdentity>().Decrypt(Convert.FromBase64String(encryptedElement.Value))));
}
