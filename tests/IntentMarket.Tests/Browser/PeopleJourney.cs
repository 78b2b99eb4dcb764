using IntentMarket.Tests.Edges;
using IntentMarket.Tests.Tidy;
using Microsoft.Playwright;
using NUnit.Framework;
using static Microsoft.Playwright.Assertions;

namespace IntentMarket.Tests.Browser;

/// <summary>Signing up and in, passkeys, sessions, keys; and what the operator looks after.</summary>
public sealed class PeopleJourney(Backing backing) : Journey(backing)
{
    [Test]
    public async Task Front_page_and_forms_look_well()
    {
        var page = await NewPage();
        foreach (var (path, name) in ((string, string)[])[
            ("/", "front"), ("/sign-up", "sign-up"), ("/sign-up?kind=vendor", "sign-up-vendor"), ("/sign-in", "sign-in"),
            ("/forgotten", "forgotten"), ("/how-it-works", "how-it-works")])
        {
            await page.GotoAsync(path);
            await Look(page, name);
        }
    }

    [Test]
    public async Task Wrong_password_and_taken_address_are_told_beside_the_field()
    {
        var browser = await NewBrowser();
        var page = await browser.NewPageAsync();
        await SignUp(page);
        await page.GotoAsync("/account");
        var email = await page.Locator("dd").First.InnerTextAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("E-mail").FillAsync(email);
        await page.GetByLabel("Password").FillAsync("not this one");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(page.Locator("#fpassword-fault")).ToHaveTextAsync("The address or the password is not right.");
        await page.GotoAsync("/sign-up");
        await page.FillAsync("[name=name]", "Ada");
        await page.FillAsync("[name=email]", email.ToUpperInvariant());
        await page.FillAsync("[name=password]", "correct horse battery");
        await page.ClickAsync("main button");
        await Expect(page.Locator("#femail-fault")).ToContainTextAsync("signed up with this address already");
    }

    [Test]
    public async Task Somebody_leaves_and_is_signed_out()
    {
        var page = await NewPage();
        await SignUp(page, back: "/account");
        await page.GetByRole(AriaRole.Link, new() { Name = "Leave the market" }).ClickAsync();
        await Look(page, "leave");
        await page.GetByRole(AriaRole.Button, new() { Name = "Leave, and erase what is mine" }).ClickAsync();
        await Expect(page.Locator("h1")).ToContainTextAsync("You have left");
        await Look(page, "left");
        await page.GotoAsync("/account");
        await Arrive(page, "^/sign-in");
    }

    [Test]
    public async Task Passkey_that_is_refused_is_said_to_be()
    {
        var page = await NewPage();
        await page.AddInitScriptAsync("""
            const refused = () => Promise.reject(new DOMException("no", "NotAllowedError"));
            navigator.credentials.create = refused;
            navigator.credentials.get = refused;
            """);
        await SignUp(page);
        await page.GotoAsync("/account");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Expect(page.GetByText("No passkey was added")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await page.GotoAsync("/sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Expect(page.GetByText("No passkey was used")).ToBeVisibleAsync();
    }

    [Test]
    public async Task Passkey_signs_in_and_a_session_ends_elsewhere()
    {
        var browser = await NewBrowser(Phone);
        var page = await browser.NewPageAsync();
        var authenticator = await browser.NewCDPSessionAsync(page);
        await authenticator.SendAsync("WebAuthn.enable");
        await authenticator.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        await SignUp(page);
        await page.GotoAsync("/account");
        var email = await page.Locator("dd").First.InnerTextAsync();
        await page.GetByLabel("Name of a new passkey").FillAsync("my phone");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Expect(page.GetByText("my phone, since")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await page.GotoAsync("/sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Account" })).ToBeVisibleAsync();

        var elsewhere = await NewPage();
        await elsewhere.GotoAsync("/sign-in?back=/account");
        await elsewhere.GetByLabel("E-mail").FillAsync(email);
        await elsewhere.GetByLabel("Password").FillAsync("correct horse battery");
        await elsewhere.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(elsewhere.Locator("h1")).ToHaveTextAsync("Your account");
        await page.GotoAsync("/account");
        await Look(page, "account");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out there" }).ClickAsync();
        await Expect(page.Locator("strong:text-is('Elsewhere')")).ToHaveCountAsync(0);
        await elsewhere.ReloadAsync();
        await Expect(elsewhere.Locator("h1")).ToHaveTextAsync("Sign in");
    }

    [Test]
    public async Task One_person_buys_and_sells()
    {
        var page = await NewPage();
        await SignUp(page);
        await page.GotoAsync("/bots");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Start selling");
        await page.FillAsync("[name=name]", "Acme");
        await page.FillAsync("[name=contact]", "sales@acme.example");
        await page.ClickAsync("main form button");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Bots and keys");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Buying" })).ToBeVisibleAsync();
        await page.GetByLabel("What it is for").FillAsync("my script");
        await page.GetByLabel("What it may do").SelectOptionAsync("read");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a key" }).ClickAsync();
        var key = Host.Client(await page.Locator(".made pre").InnerTextAsync());
        (await key.Get("/api/v1/feed")).Expect(200);
        (await key.Put("/api/v1/subscriptions/all", new { })).ExpectProblem(403, "read-only");
        await Look(page, "bots");
        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke my script" }).ClickAsync();
        await Expect(page.GetByText("may only read")).ToHaveCountAsync(0);
        (await key.Get("/api/v1/feed")).ExpectProblem(401, "unauthorized");
    }

    [Test, Category(Live)]
    public async Task Report_reaches_the_operator_who_removes_the_intent()
    {
        var vendor = await NewVendor();
        var customer = await NewPage();
        var intent = await BoardJourney.PostIntent(customer, vendor);
        await BoardJourney.Offer(vendor, intent, "399.00");
        await customer.Locator(".ranking > li").First.GetByRole(AriaRole.Link, new() { Name = "Report" }).ClickAsync();
        await customer.GetByLabel("What is wrong with it").FillAsync("<b>They asked for a deposit</b>");
        await customer.GetByRole(AriaRole.Button, new() { Name = "Report" }).ClickAsync();
        await Expect(customer.Locator("h1")).ToHaveTextAsync("Thank you");
        await customer.GetByRole(AriaRole.Link, new() { Name = "Go on" }).ClickAsync();
        await Arrive(customer, $"^/intents/{BoardJourney.Id(intent)}$");

        var page = await NewPage();
        await SignUp(page, back: "/operator");
        await page.FillAsync("[name=name]", "Op");
        await page.FillAsync("[name=operator-key]", MarketHost.OperatorKey);
        await page.ClickAsync("main form button");
        var report = page.Locator("li.card", new() { HasText = "They asked for a deposit" });
        await Expect(report).ToContainTextAsync("<b>They asked for a deposit</b>");
        await report.Locator("summary").ClickAsync();
        await report.GetByLabel("Remove the intent").FillAsync("not allowed here");
        await report.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Looking after the market");
        await page.SetInputFilesAsync("[name=file]", Tree.Path("..", "shared", "data", "cpv_en.json"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Load" }).ClickAsync();
        await Expect(page.GetByText("9,458 categories of CPV have names.")).ToBeVisibleAsync();
        await Look(page, "operator");
        await customer.GotoAsync($"/intents/{BoardJourney.Id(intent)}");
        await Expect(customer.Locator("#lead")).ToContainTextAsync("The market removed this: “not allowed here”");
    }
}
