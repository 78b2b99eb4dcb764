using System.Xml.Linq;
using IntentMarket.Storage;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace IntentMarket.Web;

/// <summary>The key ring of data protection, in the database: what one node protected another can read.</summary>
internal sealed class KeyRing(Store store) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. store.Cluster.ProtectionKeys(CancellationToken.None).GetAwaiter().GetResult().Select(key => XElement.Parse(key))];

    public void StoreElement(XElement element, string friendlyName) => store.Cluster.AddProtectionKey(
        friendlyName, element.ToString(SaveOptions.DisableFormatting), CancellationToken.None).GetAwaiter().GetResult();
}
