using Orchestrator.Abstractions;
using Orchestrator.Links.Dialing;
using Orchestrator.Links.Routing;
using Orchestrator.QuickSupport.Face.Login;
using Orchestrator.QuickSupport.Face.Terminal;

namespace Orchestrator.QuickSupport.Tests.Face;

/// <summary>The question for the proxy's account, key by key.</summary>
[Trait("Requirement", "R-NET-14")]
public sealed class LoginEntryTests
{
    private static readonly ProxyQuestion Question = new("http://proxy.site.example:3128", RouteOrigin.PacFile, "Lab\u001b[2J", false);

    [Fact]
    public async Task Name_and_password_are_the_answer_and_the_password_is_never_on_the_screen()
    {
        var entry = new LoginEntry(Question);
        Type(entry, "lab\\alicex");
        entry.Press(TerminalKey.Of(KeyKind.Backspace));
        entry.Press(TerminalKey.Of(KeyKind.Enter));
        Type(entry, "geheim");

        var screen = string.Join('\n', entry.Lines());
        entry.Press(TerminalKey.Of(KeyKind.Enter));

        Assert.Contains("lab\\alice", screen, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", screen, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', screen);
        Assert.Contains("The PAC file of this site names that proxy.", screen, StringComparison.Ordinal);
        Assert.Equal(new ProxyCredential("lab\\alice", "geheim"), await entry.Done);
    }

    [Fact]
    public async Task Escape_means_none_whatever_was_typed()
    {
        var entry = new LoginEntry(Question);
        Type(entry, "alice");
        entry.Press(TerminalKey.Of(KeyKind.Enter));
        Type(entry, "geheim");

        entry.Press(TerminalKey.Of(KeyKind.Escape));

        Assert.Null(await entry.Done);
    }

    [Fact]
    public void Without_a_name_there_is_no_password_to_type()
    {
        var entry = new LoginEntry(Question with { IsRefused = true });

        entry.Press(TerminalKey.Of(KeyKind.Enter));

        Assert.DoesNotContain(entry.Lines(), line => line.StartsWith("Password", StringComparison.Ordinal));
        Assert.Contains(entry.Lines(), line => line.Contains("lock the account", StringComparison.Ordinal));
    }

    private static void Type(LoginEntry entry, string text)
    {
        foreach (var letter in text)
            entry.Press(new TerminalKey(KeyKind.Text, letter.ToString()));
    }
}
