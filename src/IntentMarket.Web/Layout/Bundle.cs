using System.Security.Cryptography;
using Microsoft.Extensions.FileProviders;

namespace IntentMarket.Web.Layout;

/// <summary>What browsers load beside the pages. An address names the content, so that it may be kept for ever.</summary>
public sealed class Bundle
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "assets");

    private readonly Dictionary<string, string> _addresses = Directory.EnumerateFiles(Folder).ToDictionary(
        file => Path.GetFileName(file),
        file => $"/assets/{Path.GetFileName(file)}?v={Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))[..12]}");

    /// <summary>The address of a file.</summary>
    public string this[string name] => _addresses[name];

    public static void Serve(WebApplication app) => app.UseStaticFiles(new StaticFileOptions
    {
        RequestPath = "/assets",
        FileProvider = new PhysicalFileProvider(Folder),
        OnPrepareResponse = static served =>
        {
            var response = served.Context.Response;
            response.Headers.CacheControl = served.Context.Request.Query.ContainsKey("v")
                ? "public, max-age=31536000, immutable"
                : "public, max-age=300";
            response.ContentType += "; charset=utf-8"; // All of them are text.
        },
    });
}
