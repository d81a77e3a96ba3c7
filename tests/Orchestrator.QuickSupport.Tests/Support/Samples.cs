using System.Collections.Immutable;
using Orchestrator.Actors.Consents;
using Orchestrator.Actors.Sessions.AtInstrument;
using Orchestrator.Domain;
using Orchestrator.TestSupport;

namespace Orchestrator.QuickSupport.Tests.Support;

/// <summary>People, states and prompts that tests share.</summary>
internal static class Samples
{
    public static Technician Ada { get; } = new("ada", "Ada Berg", "technician", "Vendor AG", new string('a', 64), new string('b', 32), "liquid not detected");

    public static Instrument Instrument { get; } = new("Fluent", "FL-1", "Basel", "Linux", "0.1.0", TestKeys.Instrument.Fingerprint.Hex);

    public static string RunKey { get; } = Convert.ToBase64String(TestKeys.Instrument.Public.Spki.Span);

    public static SessionNumber Number { get; } = new(123456789);

    public static SessionState Open { get; } = new()
    {
        Phase = SessionPhase.Open,
        Number = Number,
        Instrument = Instrument,
        Technician = Ada,
        PinAccepted = true,
        SasMatched = true,
    };

    public static SessionState Viewing { get; } = Open with
    {
        Terms = SampleTerms.Long,
        Grants = ImmutableSortedDictionary<GrantId, OpenGrant>.Empty.Add(new GrantId(1), new OpenGrant(new GrantId(1), Capability.ViewScreen, new SessionTime(1_200_000))),
        Channels = ImmutableSortedDictionary<ChannelId, OpenChannel>.Empty.Add(new ChannelId(1), new OpenChannel(new ChannelId(1), new GrantId(1), Capability.ViewScreen, null)),
    };

    public static OperatorView View(SessionState state, bool sas = false, string notice = "") => new(state, new SessionTime(60_000), notice, sas);

    public static OperatorPrompt Prompt(Capability capability, FileOffer? file = null)
    {
        var ask = new PendingAsk(new AskId(1), Party.Technician, capability, 20, "liquid not detected", file, null, TestEvidence.Signed.Sha256);
        return new OperatorPrompt(ask.Id, capability, Ada, 20, ask.Reason, file, false, PromptText.Of(ask, Ada, null)) { Files = FileLimits.Any };
    }
}
