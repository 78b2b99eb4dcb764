using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntentMarket.Web.Layout;

/// <summary>A page, or a fragment of one: the same component renders both.</summary>
public static class View
{
    /// <param name="parameters">The component's parameters, as members of an anonymous object.</param>
    public static IResult Of<TComponent>(object parameters, int status = StatusCodes.Status200OK) where TComponent : IComponent =>
        new RazorComponentResult<TComponent>(parameters) { StatusCode = status, PreventStreamingRendering = true };

    public static IResult Of<TComponent>() where TComponent : IComponent => Of<TComponent>(new { });
}
