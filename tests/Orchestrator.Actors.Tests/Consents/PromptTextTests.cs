using Orchestrator.Actors.Consents;
using Orchestrator.Domain;
using Orchestrator.TestSupport;

namespace Orchestrator.Actors.Tests.Consents;

/// <summary>The words that the operator decides by, and that are hashed into the grant.</summary>
public sealed class PromptTextTests
{
    private static readonly Technician Engineer = new("mmuster", "Maria Muster", "technician", "Vendor", new string('b', 64), "ticket-1", "run stopped");
    private static readonly FileOffer Worklist = new("corrected.gwl", 1_234_567, new string('c', 64));

    public static TheoryData<Capability, string> What() => new()
    {
        { Capability.ViewScreen, "asks to see this computer's screen." },
        { Capability.ControlInput, "asks to use this computer's mouse and keyboard." },
        { Capability.SendFile, "asks to put the file “corrected.gwl” (1,234,567 bytes, SHA-256 cccccccccccccccc…) on this computer." },
        { Capability.FetchFile, "asks to take a copy of the file “corrected.gwl” from this computer." },
        { Capability.ClipboardTo, "asks to put text into this computer's clipboard." },
        { Capability.ClipboardFrom, "asks to read the text in this computer's clipboard." },
    };

    [Theory]
    [MemberData(nameof(What))]
    [Trait("Requirement", "R-AUTHZ-3")]
    public void A_prompt_says_who_asks_for_what_for_how_long_and_why(Capability capability, string what)
    {
        var lines = PromptText.Of(Ask(capability), Engineer, SampleTerms.Long).Split('\n');
        Assert.Equal($"Maria Muster (mmuster, Vendor) {what}", lines[0]);
        Assert.Equal(["For: 20 minutes", "Why: liquid not detected"], lines[1..3]);
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-3")]
    public void Each_capability_is_asked_for_in_words_of_its_own() =>
        Assert.Equal(Capabilities.All.Length, Capabilities.All.Select(capability => PromptText.Of(Ask(capability), Engineer, null).Split('\n')[0]).Distinct().Count());

    [Fact]
    public void A_file_that_nobody_named_is_the_operators_to_choose() =>
        Assert.Contains("one file, which you choose", PromptText.Of(Ask(Capability.FetchFile) with { File = new FileOffer("", -1, "") }, Engineer, null), StringComparison.Ordinal);

    [Fact]
    public void A_renewal_says_what_goes_on() =>
        Assert.StartsWith(
            "The view of the screen for Maria Muster (mmuster, Vendor) ends soon. Let it go on?",
            PromptText.Of(Ask(Capability.ViewScreen) with { Renews = new GrantId(1) }, Engineer, null),
            StringComparison.Ordinal);

    private static PendingAsk Ask(Capability capability) => new(
        new AskId(1), Party.Technician, capability, 20, "liquid not detected", capability.IsOneFile() ? Worklist : null, null, "");
}
