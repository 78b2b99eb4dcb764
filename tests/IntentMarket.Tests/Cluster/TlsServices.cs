using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IntentMarket.Tests.Tidy;
using NUnit.Framework;

namespace IntentMarket.Tests.Cluster;

/// <summary>A PostgreSQL and a RabbitMQ of their own that speak TLS, started as <c>deploy/run --services</c> starts them. Their certificate
/// bears the name <c>localhost</c> and no other, and is signed by an authority that nobody else knows.</summary>
internal sealed class TlsServices : IAsyncDisposable
{
    // What deploy/lib.sh starts, with TLS added: the broker's by a further file, the database's by a reload. It lasts until its input ends.
    private const string Script =
        """
        set -euo pipefail
        source "$1/deploy/lib.sh"
        hold_data_dir "$2"
        trap stop_all EXIT
        amqps=$(free_port amqps) https=$(free_port https) conf=$data_dir/rabbitmq/conf.d/20-tls.conf
        mkdir -p "$data_dir/rabbitmq/conf.d"
        for listener in ssl_options management.ssl; do
          printf "$listener.%s = $2/tls/%s\n" cacertfile ca.pem certfile server.pem keyfile server.key
        done >"$conf"
        printf '%s\n' "listeners.ssl.1 = 127.0.0.1:$amqps" "management.ssl.ip = 127.0.0.1" "management.ssl.port = $https" >>"$conf"
        start_services "$amqps" "$https"
        for file in server.pem server.key; do
          ${as_postgres[@]+"${as_postgres[@]}"} tee "$data_dir/postgres/data/$file" <"$2/tls/$file" >/dev/null
        done
        printf '%s\n' "ssl = on" "ssl_cert_file = 'server.pem'" "ssl_key_file = 'server.key'" >>"$data_dir/postgres/data/postgresql.conf"
        kill -HUP "$(pid_of postgres)"
        printf '%s\n' "$(postgres_connection)" "$(rabbitmq_uri | sed 's/.*:.*:\(.*\)@.*/\1/')" "$(rabbitmq_user)" "$amqps" "$https" "started"
        read -r _ || true
        """;

    private readonly Process _process;
    private readonly string _folder;

    private TlsServices(Process process, string folder) => (_process, _folder) = (process, folder);

    /// <summary>The authority's certificate.</summary>
    public string Authority => Path.Combine(_folder, "tls", "ca.pem");

    /// <summary>Names the host 127.0.0.1, and says nothing of TLS.</summary>
    public string Postgres { get; private set; } = "";

    public string User { get; private set; } = "";

    public string Password { get; private set; } = "";

    public int AmqpsPort { get; private set; }

    public int HttpsPort { get; private set; }

    public static async Task<TlsServices> Start()
    {
        // The programs that they are made from are there where the tests' own services are.
        _ = (TestServices.Postgres, TestServices.RabbitMq);
        var folder = Directory.CreateTempSubdirectory("intentmarket-tls-").FullName;
        MakeCertificates(Directory.CreateDirectory(Path.Combine(folder, "tls")).FullName);
        var process = Process.Start(new ProcessStartInfo("bash", ["-c", Script, "bash", Tree.Root, folder])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var services = new TlsServices(process, folder);
        var told = new List<string>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line && line != "started")
            told.Add(line);
        if (told.Count < 5)
            Assert.Fail($"the services did not start: {string.Join('\n', told)} {await errors}");
        var from = told.Count - 5;
        (services.Postgres, services.Password, services.User) = (told[from], told[from + 1], told[from + 2]);
        (services.AmqpsPort, services.HttpsPort) = (int.Parse(told[from + 3]), int.Parse(told[from + 4]));
        return services;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static void MakeCertificates(string folder)
    {
        var (from, to) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        using var authorityKey = RSA.Create(2048);
        var authority = new CertificateRequest(
            "CN=an authority for one test", authorityKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var signer = authority.CreateSelfSigned(from, to);
        using var key = RSA.Create(2048);
        var server = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        server.CertificateExtensions.Add(names.Build());
        server.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        using var signed = server.Create(signer, from, to, RandomNumberGenerator.GetBytes(16));
        File.WriteAllText(Path.Combine(folder, "ca.pem"), signer.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "server.pem"), signed.ExportCertificatePem());
        using var keyFile = new FileStream(Path.Combine(folder, "server.key"), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        keyFile.Write(System.Text.Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
    }
}
