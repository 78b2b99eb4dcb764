#:package RabbitMQ.Client@7.1.2
#:property PublishAot=false
#:property InvariantGlobalization=true
// A vendor's whole bot: offers a little under the customer's maximum, then undercuts itself until it leads or reaches its floor. BOT_CREDENTIAL: what POST
// /api/v1/broker-credentials answered, or its file. With MARKET_URL and MARKET_KEY (scope `read` will do) it finds what happened while it was away.
using System.Text.Json.Nodes;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
const decimal Start = 0.95m, Floor = 0.80m, Step = 0.01m; // of the customer's maximum: yours to set
Func<string, string?> setting = Environment.GetEnvironmentVariable;
var (given, market, marketKey) = (setting("BOT_CREDENTIAL") ?? "credential.json", setting("MARKET_URL"), setting("MARKET_KEY"));
var c = JsonNode.Parse(given.StartsWith('{') ? given : File.ReadAllText(given))!;
var (exchange, queue, bids) = ((string)c["exchange"]!, (string)c["queue"]!, new Dictionary<string, Bid>()); // the bids on what is open
var factory = new ConnectionFactory { AutomaticRecoveryEnabled = false, Uri = new Uri(
    $"{((bool)c["tls"]! ? "amqps" : "amqp")}://{c["user"]}:{c["password"]}@{c["host"]}:{c["port"]}/{c["vhost"]}") };
while (true) try { // until it is ended: a connection that is lost is made anew, and what was not acknowledged comes again
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true)); // a publish that the broker does not take is thrown
        var ended = new TaskCompletionSource<string>();
        channel.ChannelShutdownAsync += async (_, shutdown) => ended.TrySetResult(shutdown.ReplyText);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, message) => {
            try { await Hear(channel, JsonNode.Parse(message.Body.Span)!); await channel.BasicAckAsync(message.DeliveryTag, false); }
            catch (Exception e) { ended.TrySetResult(e.Message); } };
        Console.WriteLine("connected"); await CatchUp(channel);
        await channel.BasicQosAsync(0, 1, false); await channel.BasicConsumeAsync(queue, false, consumer); // one after the other
        throw new IOException(await ended.Task); }
    catch (Exception lost) { Console.WriteLine($"lost: {lost.Message}"); await Task.Delay(1000); }
async Task Offer(IChannel channel, JsonNode intent, string route, decimal share, string? level = null) {
    string? Max(string what) => (string?)intent["terms"]!["require"]!.AsArray().FirstOrDefault(r => (string?)r!["criterion"] == what)?["max"];
    var (auction, id, format, start) = (intent["auction"]!, $"{intent["id"]}", $"{intent["auction"]!["format"]}", (string?)intent["auction"]!["start"]);
    if (!decimal.TryParse(Max("total") ?? (format == "dutch" ? (string?)auction["limit"] : start), out var max) || share < Floor) return;
    string Price(decimal part) => decimal.Round(max * part, max.Scale, MidpointRounding.ToPositiveInfinity).ToString($"F{max.Scale}"); // in the smallest unit
    var standing = format == "english" && (string?)auction["visibility"] is "lead" or "full"; var total = level ?? start ?? Price(share); var key = $"v{intent["version"]}-{total}"; // the same whenever the offer is: what is sent twice counts once
    bids[id] = new Bid { Intent = intent, Route = route, Share = start is not null || standing ? 0 : share, Key = key };
    if (start is not null && decimal.Parse(total) < max * Floor) return; // dutch: it waits until the clock has risen to its floor; japanese: it is out
    var body = new JsonObject { ["intentId"] = id, ["agreesTo"] = (string?)intent["termsHash"], ["total"] = total, ["condition"] = "new",
        ["warrantyMonths"] = 24, ["returnDays"] = 30, ["deliverBy"] = Max("deliverBy") ?? (string?)intent["awardBy"] };
    if (standing) body["floor"] = Price(Floor); // a standing bid: the market lowers it as far as it must, and shows nobody the floor
    await channel.BasicPublishAsync(exchange, route, true, new BasicProperties { Type = "offer.submit", MessageId = key, ContentType = "application/json",
        Persistent = true }, System.Text.Encoding.UTF8.GetBytes(body.ToJsonString())); }
async Task CatchUp(IChannel channel) {
    using var http = new HttpClient { DefaultRequestHeaders = { { "Authorization", $"Bearer {marketKey}" } } };
    for (var after = marketKey is null ? null : ""; after is not null;) {
        var page = JsonNode.Parse(await http.GetStringAsync($"{market}/api/v1/feed?limit=100{after}"))!;
        foreach (var e in page["items"]!.AsArray()) if (!bids.ContainsKey($"{e!["intent"]!["id"]}")) await Offer(channel, e["intent"]!, $"{e["route"]}", Start);
        after = page["next"] is { } next ? $"&after={next}" : null; } }
async Task Hear(IChannel channel, JsonNode notice) {
    var (type, id, data) = ((string)notice["type"]!, (string?)notice["intentId"] ?? "", notice["data"] as JsonObject ?? []);
    Console.WriteLine($"{type} {id} {string.Join(' ', data.Where(m => m.Key is "outcome" or "rank" or "of" or "score" or "reasons" or "paid"))}");
    var bid = bids.GetValueOrDefault(id);
    if (type == "intent.amended" || (type == "intent.opened" && bid is null)) await Offer(channel, data, (string)notice["route"]!, Start);
    else if (type == "intent.level" && bid is not null) await Offer(channel, bid.Intent, bid.Route, Start, (string?)data["total"]);
    else if (type == "resync") await CatchUp(channel);
    else if (type is "intent.closed" or "intent.withdrawn" or "intent.removed") bids.Remove(id);
    else if (type == "offer.receipt" && bid is not null && bid.Key == (string?)data["key"]) bid.OfferId = (string?)data["offerId"];
    if (type is "offer.receipt" or "offer.rank" && bid?.OfferId is { } ours && ours == (string?)data["offerId"] && (int?)data["rank"] > 1)
        await Offer(channel, bid.Intent, bid.Route, bid.Share - Step); }
internal sealed class Bid { public required JsonNode Intent; public required string Route, Key; public decimal Share; public string? OfferId; }
