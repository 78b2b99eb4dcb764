using IntentMarket.Routing;
using IntentMarket.Web.Intents;
using NUnit.Framework;

namespace IntentMarket.Tests.Pages;

/// <summary>The category of the composer: what its words suggest, how sure that is, and what is offered beside it.</summary>
public sealed class CategoryPickTests
{
    private static readonly CategoryTree Tree = new([]);

    [Test]
    public void Sure_words_choose_alone()
    {
        var pick = CategoryPick.Of("", "", "Washing machine, 8 kg", Tree);
        Assert.That((pick.Chosen?.Value, pick.IsSure), Is.EqualTo(("market:appliances.laundry.washing-machines", true)));
        Assert.That(pick.AtOnce, Is.Empty);
        Assert.That(pick.ValueOf(pick.Suggested!), Is.Empty, "it follows the words");
    }

    [Test]
    public void Doubtful_words_offer_the_next_two_at_once()
    {
        var pick = CategoryPick.Of("", "", "wallpaper two rooms", Tree);
        Assert.That((pick.Picked, pick.IsSure), Is.EqualTo(((CategoryOption?)null, false)));
        Assert.That(pick.AtOnce, Has.Count.EqualTo(3));
        Assert.That(pick.AtOnce[0], Is.EqualTo(pick.Suggested));
        Assert.That(pick.Others.Intersect(pick.AtOnce), Is.Empty, "each stands once");

        var picked = CategoryPick.Of(pick.AtOnce[1].Value, "", "wallpaper two rooms", Tree);
        Assert.That(picked.AtOnce, Is.EqualTo(pick.AtOnce), "they stay where they are");
        Assert.That(picked.Chosen, Is.EqualTo(pick.AtOnce[1]));
        Assert.That(picked.AtOnce.Select(picked.ValueOf), Is.EqualTo(new[] { "", pick.AtOnce[1].Value, pick.AtOnce[2].Value }));
    }

    [Test]
    public void Something_else_is_offered_where_words_suggest_little_or_nothing()
    {
        var other = $"market:{Categories.Other.Id}";
        var nothing = CategoryPick.Of("", "", "qqqq zzzzzz", Tree);
        Assert.That((nothing.Chosen, nothing.IsSure), Is.EqualTo(((CategoryOption?)null, false)));
        Assert.That(nothing.AtOnce.Select(o => o.Value), Is.EqualTo(new[] { other }));
        Assert.That(CategoryPick.Of(other, "", "qqqq zzzzzz", Tree).Chosen?.Name, Is.EqualTo("Something else"));
        Assert.That(CategoryPick.Of("", "", "qqqq sofa zzzzzz", Tree).AtOnce.Select(o => o.Value), Does.Contain(other));
        Assert.That(CategoryPick.Of("", "", "", Tree).AtOnce, Is.Empty, "nothing is said yet");
    }

    [Test]
    public void What_was_picked_stays_whatever_the_words_say()
    {
        var pick = CategoryPick.Of("market:pets.food", "", "wallpaper two rooms", Tree);
        Assert.That((pick.Chosen?.Value, pick.AtOnce.Count), Is.EqualTo(("market:pets.food", 0)));
        Assert.That(CategoryPick.Of("market:no.such.thing", "", "Sofa", Tree).Picked, Is.Null);
    }

    [Test]
    public void Names_are_found_and_change_nothing_until_one_is_picked()
    {
        var pick = CategoryPick.Of("", "guitar", "Washing machine", Tree);
        Assert.That(pick.Others.Select(o => o.Value), Does.Contain("market:leisure.instruments"));
        Assert.That((pick.FindsNothing, pick.Chosen?.Value), Is.EqualTo((false, "market:appliances.laundry.washing-machines")));
        var nothing = CategoryPick.Of("", "qqqq", "Washing machine", Tree);
        Assert.That((nothing.FindsNothing, nothing.Others.Count), Is.EqualTo((true, 0)), "no groups as if they were found");
        Assert.That(CategoryPick.Of("", "", "Washing machine", Tree).Others.Select(o => o.Name), Does.Contain("Something else"));
    }
}
