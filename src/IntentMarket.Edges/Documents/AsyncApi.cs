using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using IntentMarket.Contracts;
using IntentMarket.Edges.Hub;
using IntentMarket.Engine;
using IntentMarket.Services.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace IntentMarket.Edges.Documents;

/// <summary>What bots and hub clients send and get: AsyncAPI 3.0, from the contracts themselves.</summary>
internal static class AsyncApi
{
    public const string Path = "/asyncapi/v1.json";

    /// <summary>What is told, to whom, and how much of it they may know.</summary>
    private static readonly (string Type, Type Data, string Summary)[] NoticeData =
    [
        (NoticeTypes.IntentOpened, typeof(IntentDocument), "To the customer and the vendors whom it matches"),
        (NoticeTypes.IntentAmended, typeof(IntentDocument), "To the customer and the vendors whom it matches or was told to"),
        (NoticeTypes.IntentExtended, typeof(IntentTimes), "To the customer and the vendors who were told of it"),
        (NoticeTypes.IntentLevel, typeof(IntentLevel),
            "Dutch and japanese. To the customer and the vendors who were told of it; `taken` to vendors from visibility `rank` on"),
        (NoticeTypes.IntentClosed, typeof(IntentTimes), "To the customer and the vendors who were told of it"),
        (NoticeTypes.IntentWithdrawn, typeof(IntentTimes), "To the customer and the vendors who were told of it"),
        (NoticeTypes.IntentUnawarded, typeof(IntentTimes), "To the customer and the vendors who were told of it"),
        (NoticeTypes.IntentRemoved, typeof(IntentTimes), "To the customer and the vendors who were told of it"),
        (NoticeTypes.IntentAwarded, typeof(IntentAwardedData), "To the customer, with the winner's contact"),
        (NoticeTypes.OfferReceived, typeof(OfferDocument), "To the customer; of a sealed auction how many there are, read later too"),
        (NoticeTypes.OfferRefused, typeof(OfferDocument), "To the customer, but not of a sealed auction"),
        (NoticeTypes.OfferWithdrawn, typeof(OfferDocument),
            "To the customer; of a sealed auction how many are left. Over AMQP also the answer to `offer.withdraw`"),
        (NoticeTypes.OfferReceipt, typeof(Receipt),
            "To its vendor; `rank` and `of` from visibility `rank` on, `lead` and `gap` from `lead` on, none of them of a sealed auction"),
        (NoticeTypes.OfferMoved, typeof(OfferMoved), "To its vendor: its standing bid answered another"),
        (NoticeTypes.OfferRank, typeof(OfferPlace),
            "To a vendor whose place changed, from visibility `rank` on; `lead` and `gap` from `lead` on"),
        (NoticeTypes.OfferUnconfirmed, typeof(OfferState), "To its vendor: it counts again once it is confirmed under the amended terms"),
        (NoticeTypes.OfferExpired, typeof(OfferState), "To its vendor and the customer"),
        (NoticeTypes.OfferRemoved, typeof(OfferState),
            "To its vendor, who was suspended, and to the customer; to the customer of a sealed auction how many are left"),
        (NoticeTypes.OfferWon, typeof(OfferWonData), "To the winner, with the customer's contact"),
        (NoticeTypes.OfferLost, typeof(OfferLostData), "To who was ranked and not chosen; `winner` as far as the visibility allows"),
        (NoticeTypes.Resync, typeof(ResyncData), "To a reader who fell behind"),
    ];

    private static readonly (string Type, string Schema, string Summary)[] Sent =
    [
        ("offer.submit", RequestSchemas.BotOffer, "Makes an offer, or revises it; `message_id` is its key"),
        ("offers.submit", nameof(OffersRequest), "Makes up to 100 offers on intents of one route, each with its `intentId` and `key`; "
            + "each gets its own receipt, whose `correlation_id` is its key"),
        ("offer.confirm", RequestSchemas.BotConfirmation, "Confirms an offer after an amendment"),
        ("offer.withdraw", nameof(OfferWithdrawal), "Withdraws an offer while it is not binding"),
    ];

    private static readonly (string Method, string[] Arguments, string Summary)[] Calls =
    [
        (nameof(MarketHub.Follow), ["after?"], "All that the account is told of, from the cursor on, or from now on"),
        (nameof(MarketHub.Watch), ["intentId"],
            "What happens to one intent that the account may see, as far as it may know it, from now on"),
        (nameof(MarketHub.WatchBots), [],
            "For vendors. What passes between the vendor's bots and the market, live: the server calls `BotMessage(message)`"),
        (nameof(MarketHub.SubmitOffer), ["intentId", "offer"], "For vendors. Makes an offer, or revises it"),
        (nameof(MarketHub.WithdrawOffer), ["offerId"], "For vendors. Withdraws an offer while it is not binding"),
        (nameof(MarketHub.ConfirmOffer), ["offerId", "agreesTo"], "For vendors. Confirms an offer after an amendment"),
    ];

    // After the lists that it is written from.
    private static readonly byte[] Document = JsonSerializer.SerializeToUtf8Bytes(Write(), WireJson.Options);

    public static void MapAsyncApi(this WebApplication app) =>
        app.MapGet(Path, () => TypedResults.Bytes(Document, "application/json")).ExcludeFromDescription();

    private static JsonObject Write() => new()
    {
        ["asyncapi"] = "3.0.0",
        ["info"] = new JsonObject
        {
            ["title"] = "IntentMarket",
            ["version"] = "1",
            ["description"] =
                "Notices and offers over AMQP 0-9-1 and SignalR. Readers ignore members and types that they do not know, and drop a "
                    + "notice whose id they have seen. A cursor is an opaque text and its reader's own; "
                    + "the same notice has the same one on every channel. "
                    + "REST: /openapi/v1.json.",
        },
        ["channels"] = new JsonObject
        {
            ["in"] = Channel(
                "v.{vendorId}.in", "The vendor's exchange. The routing key is the `route` that the intent's notice gave.",
                Sent.Select(s => s.Type), new JsonObject
                {
                    ["amqp"] =
                        new JsonObject { ["is"] = "routingKey", ["exchange"] = new JsonObject { ["type"] = "fanout", ["vhost"] = "edge" } },
                }),
            ["inbox"] = Channel(
                "v.{vendorId}.inbox",
                "The vendor's queue: acknowledge each message. One that overflows drops its oldest and then gets one `resync`.",
                NoticeData.Select(n => n.Type),
                new JsonObject
                {
                    ["amqp"] = new JsonObject { ["is"] = "queue", ["queue"] = new JsonObject { ["durable"] = true, ["vhost"] = "edge" } },
                }),
            ["hub"] = HubChannel(),
        },
        ["operations"] = Operations(),
        ["components"] = new JsonObject
        {
            ["messages"] = Messages(),
            ["schemas"] = Schemas(),
            ["correlationIds"] = new JsonObject
            {
                ["message"] = new JsonObject
                {
                    ["location"] = "$message.header#/correlationId",
                    ["description"] = "The `message_id` that this answers.",
                },
            },
        },
    };

    private static JsonObject Channel(string address, string description, IEnumerable<string> messages, JsonObject bindings) => new()
    {
        ["address"] = address,
        ["description"] = description,
        ["parameters"] = new JsonObject { ["vendorId"] = new JsonObject { ["description"] = "The vendor's account." } },
        ["messages"] = new JsonObject(messages.Select(m => KeyValuePair.Create(m, (JsonNode?)Ref("components/messages", m)))),
        ["bindings"] = bindings,
    };

    private static JsonObject HubChannel() => new()
    {
        ["address"] = MarketHub.Path,
        ["description"] = "SignalR, JSON protocol. The server calls `Notice(notice)`, after `WatchBots` also `BotMessage(message)`; "
            + "each call is answered `{\"receipt\":…}`, `{\"problem\":…}` or `{}`.",
        ["messages"] = new JsonObject(NoticeData.Select(n => KeyValuePair.Create(n.Type, (JsonNode?)Ref("components/messages", n.Type)))
            .Concat(Calls.Select(c => KeyValuePair.Create(c.Method, (JsonNode?)Ref("components/messages", c.Method))))
            .Append(KeyValuePair.Create(nameof(BotMessage), (JsonNode?)Ref("components/messages", nameof(BotMessage))))),
    };

    private static JsonObject Operations()
    {
        var operations = new JsonObject
        {
            ["readInbox"] =
                new JsonObject { ["action"] = "send", ["channel"] = Ref("channels", "inbox"), ["summary"] = "The market tells a vendor" },
            ["notice"] = new JsonObject
            {
                ["action"] = "send",
                ["channel"] = Ref("channels", "hub"),
                ["summary"] = "The market tells a customer or a vendor",
                ["messages"] = new JsonArray([.. NoticeData.Select(n => (JsonNode)Ref("channels/hub/messages", n.Type))]),
            },
            ["botMessage"] = new JsonObject
            {
                ["action"] = "send",
                ["channel"] = Ref("channels", "hub"),
                ["summary"] = "The market shows a vendor what passes between its bots and itself",
                ["messages"] = new JsonArray(Ref("channels/hub/messages", nameof(BotMessage))),
            },
        };
        foreach (var (type, _, summary) in Sent)
        {
            operations[type] = new JsonObject
            {
                ["action"] = "receive",
                ["channel"] = Ref("channels", "in"),
                ["summary"] = summary,
                ["messages"] = new JsonArray(Ref("channels/in/messages", type)),
                ["reply"] = new JsonObject
                {
                    ["channel"] = Ref("channels", "inbox"),
                    ["messages"] = new JsonArray(Ref("channels/inbox/messages", NoticeTypes.OfferReceipt)),
                },
            };
        }
        foreach (var (method, _, summary) in Calls)
        {
            operations[method] = new JsonObject
            {
                ["action"] = "receive",
                ["channel"] = Ref("channels", "hub"),
                ["summary"] = summary,
                ["messages"] = new JsonArray(Ref("channels/hub/messages", method)),
            };
        }
        return operations;
    }

    private static JsonObject Messages()
    {
        var messages = new JsonObject();
        foreach (var (type, data, summary) in NoticeData)
        {
            messages[type] = new JsonObject
            {
                ["name"] = type,
                ["summary"] = summary,
                ["contentType"] = "application/json",
                ["correlationId"] = Ref("components/correlationIds", "message"),
                ["payload"] = new JsonObject
                {
                    ["allOf"] = new JsonArray(
                        Ref("components/schemas", nameof(Notice)),
                        new JsonObject
                        {
                            ["properties"] = new JsonObject
                            {
                                ["type"] = new JsonObject { ["const"] = type },
                                ["data"] = IsCounted(type)
                                    ? new JsonObject
                                    {
                                        ["oneOf"] = new JsonArray(
                                            Ref("components/schemas", data.Name), Ref("components/schemas", nameof(OfferCount))),
                                    }
                                    : Ref("components/schemas", data.Name),
                            },
                        }),
                },
            };
        }
        foreach (var (type, schema, summary) in Sent)
        {
            messages[type] = new JsonObject
            {
                ["name"] = type,
                ["summary"] = summary,
                ["contentType"] = "application/json",
                ["payload"] = Ref("components/schemas", schema),
                ["bindings"] = new JsonObject { ["amqp"] = new JsonObject { ["messageType"] = type } },
            };
        }
        foreach (var (method, arguments, summary) in Calls)
        {
            messages[method] = new JsonObject
            {
                ["name"] = method,
                ["summary"] = $"{method}({string.Join(", ", arguments)}): {summary}",
                ["payload"] = new JsonObject
                {
                    ["type"] = "array",
                    ["minItems"] = arguments.Count(a => !a.EndsWith('?')),
                    ["maxItems"] = arguments.Length,
                    ["items"] = new JsonArray([.. arguments.Select(a => a == "offer"
                        ? (JsonNode)Ref("components/schemas", nameof(OfferRequest))
                        : new JsonObject { ["type"] = "string", ["title"] = a })]),
                },
            };
        }
        messages[nameof(BotMessage)] = new JsonObject
        {
            ["name"] = nameof(BotMessage),
            ["contentType"] = "application/json",
            ["payload"] = Ref("components/schemas", nameof(BotMessage)),
        };
        return messages;
    }

    private static bool IsCounted(string notice) =>
        notice is NoticeTypes.OfferReceived or NoticeTypes.OfferWithdrawn or NoticeTypes.OfferRemoved;

    private static JsonObject Schemas()
    {
        var written = NoticeData.Select(n => n.Data).Concat([typeof(Notice), typeof(OfferCount), typeof(HubAnswer), typeof(BotMessage)])
            .Distinct().Select(t => (t.Name, Schema: Schema(t)));
        var taken = RequestSchemas.With([.. Sent.Select(s => s.Schema), nameof(OfferRequest)])
            .Select(t => (t.Name, Schema: (JsonNode)t.Request.Schema));
        return new JsonObject(written.Concat(taken).OrderBy(t => t.Name, StringComparer.Ordinal)
            .Select(t => KeyValuePair.Create(t.Name, (JsonNode?)t.Schema)));
    }

    private static JsonNode Schema(Type type) => WireJson.Options.GetJsonSchemaAsNode(type, new JsonSchemaExporterOptions
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = (context, schema) =>
        {
            if (context.PropertyInfo is { } property && schema is JsonObject member
                && WireEnums.Of(property.DeclaringType, property.Name) is { } words)
                member["x-extensible-enum"] = new JsonArray([.. words.Select(w => (JsonNode)JsonValue.Create(w))]);
            if (context.TypeInfo.Type.IsAssignableTo(typeof(IId)))
                return new JsonObject { ["type"] = "string", ["format"] = "uuid" };
            if (schema is JsonObject { } written)
                written.Remove("default");
            if (schema is JsonObject o && o.ContainsKey("properties"))
            {
                var required = context.TypeInfo.Properties.Where(p => !WireEnums.IsOptional(p));
                o["required"] = new JsonArray([.. required.Select(p => (JsonNode)JsonValue.Create(p.Name))]);
            }
            return schema;
        },
    });

    private static JsonObject Ref(string to, string name) => new() { ["$ref"] = $"#/{to}/{name}" };
}
