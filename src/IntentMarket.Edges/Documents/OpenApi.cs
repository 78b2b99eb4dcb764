using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using IntentMarket.Contracts;
using IntentMarket.Edges.Access;
using IntentMarket.Edges.Rest;
using IntentMarket.Engine;
using IntentMarket.Engine.Values;
using IntentMarket.Routing;
using IntentMarket.Services.Accounts;
using IntentMarket.Services.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace IntentMarket.Edges.Documents;

/// <summary>The public surface as a document: OpenAPI 3.1, from the endpoints and the contracts themselves.</summary>
internal static class OpenApi
{
    private const string Name = "v1";
    private const string Scheme = "apiKey";

    public static void AddDocuments(this IServiceCollection services)
    {
        // Schemas say how the market writes JSON.
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict;
            json.SerializerOptions.DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull;
        });
        services.AddOpenApi(Name, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.AddDocumentTransformer(Describe);
            options.AddOperationTransformer(Describe);
            options.AddSchemaTransformer(Describe);
        });
    }

    public static void MapDocuments(this WebApplication app)
    {
        // Written once: it is long to write, and open to all.
        var written = new Lazy<Task<byte[]>>(() => Write(app.Services));
        app.MapGet($"/openapi/{Name}.json", async () => TypedResults.Bytes(await written.Value, "application/json"))
            .ExcludeFromDescription();
        app.MapAsyncApi();
    }

    private static async Task<byte[]> Write(IServiceProvider services)
    {
        var document = await services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name).GetOpenApiDocumentAsync();
        var written = JsonNode.Parse(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1))!;
        AddRequests(written);
        return Encoding.UTF8.GetBytes(written.ToJsonString(WireJson.Options));
    }

    /// <summary>Puts what the endpoints take in the place of what was made from the contracts, and keeps the words of these.</summary>
    private static void AddRequests(JsonNode document)
    {
        var schemas = document["components"]!["schemas"]!.AsObject();
        var told = schemas.DeepClone();
        var taken = from path in document["paths"]!.AsObject()
                    from operation in path.Value!.AsObject()
                    let body = operation.Value!["requestBody"]
                    where body is not null
                    select ((string)body!["content"]!["application/json"]!["schema"]!["$ref"]!)[RequestSchemas.Place.Length..];
        foreach (var (name, request) in RequestSchemas.With(taken))
        {
            var contract = told[request.Contract.Name];
            schemas[name] = RequestSchemas.Described(request.Schema, member => Words(contract?["properties"]?[member]));
            if (contract?["description"] is { } said)
                schemas[name]!["description"] = said.DeepClone();
        }
    }

    private static string? Words(JsonNode? member) => (string?)member?["description"] ?? (string?)member?["oneOf"]?[1]?["description"];

    private static async Task Describe(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancel)
    {
        document.Info = new OpenApiInfo
        {
            Title = "IntentMarket",
            Version = "1",
            Description = "Customers broadcast what they mean to buy; vendors compete to serve them. The market may add members, codes and "
                + "types: clients ignore what they do not know. Hub and AMQP: /asyncapi/v1.json.",
        };
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "<keyId>.<secret>",
            Description = "A key of a customer, a vendor or an operator.",
        };
        var problem = await context.GetOrCreateSchemaAsync(typeof(Problem), null, cancel);
        document.AddComponent(nameof(Problem), problem);
        foreach (var operation in document.Paths.Values.SelectMany(p => p.Operations ?? []).Select(o => o.Value))
        {
            operation.Responses ??= [];
            operation.Responses["default"] = new OpenApiResponse
            {
                Description = "A problem (RFC 9457)",
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(nameof(Problem), document) },
                },
            };
        }
    }

    private static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        var description = context.Description;
        var metadata = description.ActionDescriptor.EndpointMetadata;
        var path = description.RelativePath ?? "";
        operation.OperationId = string.Join('-', path.Replace("api/v1/", "", StringComparison.Ordinal)
            .Replace(":guid", "", StringComparison.Ordinal)
            .Split(['/', '{', '}'], StringSplitOptions.RemoveEmptyEntries).Prepend(description.HttpMethod?.ToLowerInvariant() ?? "get"));
        if (metadata.OfType<AccessPolicy>().FirstOrDefault() is { } access)
        {
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
            var kinds = access.Kinds.Count == 0
                ? "For any account."
                : $"For {string.Join(" and ", access.Kinds.Select(EnumWords.Of))} accounts.";
            operation.Description = operation.Description is { Length: > 0 } more ? $"{kinds} {more}" : kinds;
            if (access is { Writes: true, EvenIfSuspended: false } && description.HttpMethod is "POST" or "DELETE")
                AddKey(operation, isRequired: metadata.OfType<NeedsKey>().Any());
        }
        if (metadata.OfType<Taken>().FirstOrDefault() is { } taken && operation.RequestBody is OpenApiRequestBody body)
        {
            body.Content!["application/json"].Schema = new OpenApiSchemaReference(taken.Schema, context.Document);
            body.Required = !metadata.OfType<MethodInfo>().Single().GetParameters().Any(p => p.ParameterType == typeof(OptionalBody));
        }
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
            DescribeParameter(parameter, path);
        return Task.CompletedTask;
    }

    private static void AddKey(OpenApiOperation operation, bool isRequired)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = HttpCall.KeyHeader,
            In = ParameterLocation.Header,
            Required = isRequired,
            Description = "Kept 24 h: the same key and body get the same answer, another body 422 `key-reused`.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = WireLimits.KeyMax, Pattern = "^[!-~]+$" },
        });
    }

    private static void DescribeParameter(OpenApiParameter parameter, string path)
    {
        switch (parameter.Name)
        {
            case "limit":
                parameter.Description = "The most items of a page.";
                parameter.Schema = Whole(1, Query.LimitMax, Query.LimitDefault);
                break;
            case "wait":
                parameter.Description = "Waits up to that many seconds for the first notice.";
                parameter.Schema = Whole(0, NoticeEndpoints.WaitMaxSeconds, 0);
                break;
            case "query":
                parameter.Description = "Words, the last of which may be half typed; or what somebody wants, in their own words.";
                break;
            case "scheme" when parameter.In == ParameterLocation.Query:
                parameter.Schema =
                    new OpenApiSchema { Type = JsonSchemaType.String, Extensions = Extensible([Categories.Cpv, Categories.MarketScheme]) };
                break;
            case "after" or "unrankedAfter":
                parameter.Description =
                    "The cursor that an earlier page gave to this account: an opaque text, of which nothing can be read or compared. "
                        + "Another account's is malformed.";
                parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.String };
                break;
            case "status":
                var words = path.Split('/')[^1] switch
                {
                    "offers" => WireEnums.OfferStatuses,
                    "reports" => ReportService.Statuses,
                    "claims" => ProfileService.Statuses,
                    _ => EnumWords.All<IntentStatus>(),
                };
                parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Extensions = Extensible(words) };
                break;
        }
    }

    private static OpenApiSchema Whole(int min, int max, int otherwise) => new()
    {
        Type = JsonSchemaType.Integer,
        Minimum = min.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Maximum = max.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Default = JsonValue.Create(otherwise),
    };

    /// <summary>What members must stand, and the words that they may hold: a list that grows, so it is no <c>enum</c>.</summary>
    private static Task Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancel)
    {
        if (context.JsonPropertyInfo is { } property && WireEnums.Of(property.DeclaringType, property.Name) is { } words)
            schema.Extensions = Extensible(words);
        if (context.JsonTypeInfo.Properties.Count > 0)
            schema.Required = context.JsonTypeInfo.Properties.Where(p => !WireEnums.IsOptional(p)).Select(p => p.Name).ToHashSet();
        return Task.CompletedTask;
    }

    private static Dictionary<string, IOpenApiExtension> Extensible(IEnumerable<string> words) => new()
    {
        ["x-extensible-enum"] = new JsonNodeExtension(new JsonArray([.. words.Select(w => (JsonNode)JsonValue.Create(w))])),
    };
}
