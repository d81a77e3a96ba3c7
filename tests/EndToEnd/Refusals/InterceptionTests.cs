using Orchestrator.EndToEnd.Secrets;
using Orchestrator.EndToEnd.Stage;
using Orchestrator.Protocol;

namespace Orchestrator.EndToEnd.Refusals;

/// <summary>Somebody reads everything inside the outer TLS, as a company's interception does: a sign-in and an activation give him no secret.</summary>
[Collection(VendorCollection.Name)]
public sealed class InterceptionTests(TestVendor vendor)
{
    private const string Account = "i.tapped";

    [Fact]
    [Trait("Requirement", "R-AUTH-7")]
    public async Task Whoever_breaks_the_outer_TLS_finds_no_password_code_or_secret()
    {
        var setupCode = await vendor.SetupCodeAsync(Account);
        var code = vendor.Code(TestVendor.Lindt);
        await using var lines = await ConsoleLines.OpenAsync(vendor);
        await using var talk = await TappedTalk.BeginAsync(lines);

        var signedIn = await talk.AskAsync(new ConsoleToBroker.SignIn(TestVendor.Lindt, new SecretText(TestVendor.Password), code));
        var offered = await talk.AskAsync(new ConsoleToBroker.Activate(Account, new SecretText(setupCode), new SecretText(TestVendor.Password)));

        Assert.IsType<BrokerToConsole.SignedIn>(signedIn);
        var secret = Assert.IsType<BrokerToConsole.ActivationOffered>(offered).Secret;
        var seen = lines.Tap.Seen();
        Assert.InRange(seen.Length, 5_000, int.MaxValue);
        Assert.Equal(-1, seen.AsSpan().IndexOf(secret.Span));
        foreach (var canary in new[] { TestVendor.Password, setupCode, TestVendor.Lindt, Account })
        {
            Assert.Empty(CanarySearch.Find(canary, seen));
        }
    }
}
