using IntentMarket.Contracts;
using IntentMarket.Edges.Access;
using IntentMarket.Engine;
using IntentMarket.Services.Mail;
using IntentMarket.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IntentMarket.Edges.Rest;

/// <summary>Choices of mails and messages about an award, as programs read and write them.</summary>
internal static class MailEndpoints
{
    public static void MapMail(this IEndpointRouteBuilder api)
    {
        api.MapGet("/mail-choices", async (HttpCall call, MailService service) =>
            Answers.Ok(await service.Choices(call.Account, call.Cancel)))
            .Reads(AccountKind.Customer, AccountKind.Vendor)
            .Gives<MailChoices>().WithSummary("Which mails the account's owner wants");
        api.MapPut("/mail-choices", async (HttpCall call, Body body, MailService service) =>
            Answers.Of(await service.Choose(call.Account, body.Tree, call.Cancel)))
            .Writes(AccountKind.Customer, AccountKind.Vendor)
            .Takes<MailChoices>(RequestSchemas.MailChoices).Gives<MailChoices>()
            .WithSummary("Turns kinds of mails on or off; those left out stay as they are");
        api.MapPost("/intents/{id:guid}/messages", async (IntentId id, HttpCall call, Body body, MailService service) =>
                Answers.Created(null, await service.Write(call, id, body.Tree)))
            .Writes(AccountKind.Customer, AccountKind.Vendor)
            .Takes<MessageRequest>().Gives<MessageDocument>(StatusCodes.Status201Created)
            .WithSummary("Writes to the other side of an award, which gets it by mail too where it has an address");
        api.MapGet("/intents/{id:guid}/messages", async (IntentId id, HttpCall call, MailService service) =>
            Answers.Of(await service.Messages(call.Account, id, call.Cancel)))
            .Reads(AccountKind.Customer, AccountKind.Vendor)
            .Gives<Page<MessageDocument>>().WithSummary("What the customer and the winner wrote to each other, oldest first");
    }
}
