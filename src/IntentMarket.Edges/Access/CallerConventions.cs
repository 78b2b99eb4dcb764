using IntentMarket.Services.Access;
using Microsoft.AspNetCore.Http;

namespace IntentMarket.Edges.Access;

public static class CallerConventions
{
    /// <summary>Where the request comes from, as it is counted: see <see cref="CallerAddress"/>.</summary>
    public static string FromAddress(this HttpContext context) => CallerAddress.Of(context.Connection.RemoteIpAddress);
}
