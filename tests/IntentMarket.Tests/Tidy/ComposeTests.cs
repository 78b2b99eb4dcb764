using System.Text.RegularExpressions;
using NUnit.Framework;

namespace IntentMarket.Tests.Tidy;

/// <summary>What <c>deploy/compose.yaml</c> opens to whom, read as text: where the tests run there is no engine
/// that could start it.</summary>
public sealed class ComposeTests
{
    private static readonly string Compose = File.ReadAllText(Tree.Path("deploy", "compose.yaml"));

    private static readonly string Dockerfile = File.ReadAllText(Tree.Path("Dockerfile"));

    private static readonly string[] Services = ["app", "postgres", "rabbitmq"];

    [Test]
    public void Every_service_is_without_new_privileges()
    {
        Assert.That(Regex.Matches(Compose[..Compose.IndexOf("\nvolumes:", StringComparison.Ordinal)], "(?m)^  ([a-z]+):$")
            .Select(service => service.Groups[1].Value), Is.EquivalentTo(Services));
        foreach (var service in Services)
            Assert.That(Service(service), Does.Contain("no-new-privileges:true"), service);
    }

    [Test]
    public void Every_image_is_of_one_version()
    {
        var images = Regex.Matches(Compose, @"(?m)^ +image: (\S+)").Concat(Regex.Matches(Dockerfile, @"(?m)^FROM (\S+)"))
            .Select(image => image.Groups[1].Value).ToList();
        Assert.That(images, Has.Count.EqualTo(5).And.All.Match(@":\d+\.\d+"));
    }

    [Test]
    public void Each_password_is_asked_for_and_opens_one_thing()
    {
        foreach (var secret in (string[])[
            "POSTGRES_PASSWORD", "RABBITMQ_PASSWORD", "RABBITMQ_ADMIN_PASSWORD", "MARKET_KEY", "OPERATOR_KEY"])
            Assert.That(Compose, Does.Contain($"${{{secret}:?"), secret);
        Assert.That(Service("postgres"), Does.Not.Contain("RABBITMQ"));
        Assert.That(Service("rabbitmq"), Does.Not.Contain("${POSTGRES").And.Not.Contain("${RABBITMQ_PASSWORD"));
    }

    [Test]
    public void Broker_is_reached_from_outside_by_tls_alone()
    {
        var ports = Regex.Matches(Compose, "(?m)^ +- \"([^\"]+)\"").Select(port => port.Groups[1].Value);
        Assert.That(ports, Is.EquivalentTo(["${PORT:-8080}:8080", "5671:5671"]));
        var broker = File.ReadAllText(Tree.Path("deploy", "rabbitmq", "container.conf"));
        Assert.That(broker, Does.Contain("listeners.ssl.default = 5671").And.Contain("default_permissions.configure = ^$"));
    }

    private static string Service(string name) => Regex.Match(Compose, $@"(?ms)^  {name}:$.*?(?=^  [a-z]+:$|^volumes:)").Value;
}
