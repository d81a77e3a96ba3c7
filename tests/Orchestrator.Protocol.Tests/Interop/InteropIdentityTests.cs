using System.Text.Json.Nodes;
using Orchestrator.TestSupport;

namespace Orchestrator.Protocol.Tests.Interop;

/// <summary>Whom the two implementations refuse: the same people.</summary>
[Trait("Requirement", "R-HS-12")]
public sealed class InteropIdentityTests(NodePeer peer) : IClassFixture<NodePeer>
{
    [SkippableFact]
    public async Task A_broker_certified_for_another_name_is_refused_by_both()
    {
        var other = InteropParties.CertifyBroker("other.vendor.example");
        await RequireRefusedByPeer(HandshakeProfile.Link, initiator: false, InteropParties.Machine(HandshakeProfile.Link, initiator: false, identity: other));
        await RequireRefusedHere(HandshakeProfile.Link, initiator: false, new JsonObject { ["identity"] = InteropParties.Hex(other) });
    }

    [SkippableFact]
    public async Task A_technician_whom_the_ticket_doesnt_name_is_refused_by_both()
    {
        var other = InteropParties.CertifyTechnician("someone.else");
        await RequireRefusedByPeer(HandshakeProfile.EndToEnd, initiator: true, InteropParties.Machine(HandshakeProfile.EndToEnd, initiator: true, identity: other));
        await RequireRefusedHere(HandshakeProfile.EndToEnd, initiator: true, new JsonObject { ["identity"] = InteropParties.Hex(other) });
    }

    [SkippableFact]
    public async Task An_instrument_that_the_ticket_doesnt_name_is_refused_by_both()
    {
        var spki = TestKeys.Stranger.Public.Spki.ToArray();
        await RequireRefusedByPeer(HandshakeProfile.EndToEnd, initiator: false, InteropParties.Machine(HandshakeProfile.EndToEnd, initiator: false, TestKeys.Stranger, spki));
        var changes = new JsonObject { ["identity"] = InteropParties.Hex(spki), ["key"] = InteropParties.Hex(TestKeys.Stranger.ExportPkcs8()) };
        await RequireRefusedHere(HandshakeProfile.EndToEnd, initiator: false, changes);
    }

    [SkippableFact]
    public async Task Who_shows_an_accepted_identity_without_its_key_is_refused_by_both()
    {
        var machine = InteropParties.Machine(HandshakeProfile.EndToEnd, initiator: true, TestKeys.Stranger);
        await RequireRefusedByPeer(HandshakeProfile.EndToEnd, initiator: true, machine, "BadSignature");
        var changes = new JsonObject { ["key"] = InteropParties.Hex(TestKeys.Stranger.ExportPkcs8()) };
        await RequireRefusedHere(HandshakeProfile.EndToEnd, initiator: true, changes, HandshakeFailure.BadSignature);
    }

    private async Task RequireRefusedByPeer(HandshakeProfile profile, bool initiator, HandshakeMachine machine, string reason = "IdentityRefused")
    {
        using (machine)
        {
            using var run = await InteropRun.StartAsync(peer, profile, !initiator);
            Assert.Equal((null, HandshakeFailure.None), await run.ShakeAsync(machine));
            Assert.Equal((reason, false), await peer.EndAsync(run.Run));
        }
    }

    private async Task RequireRefusedHere(HandshakeProfile profile, bool initiator, JsonObject changes, HandshakeFailure failure = HandshakeFailure.IdentityRefused)
    {
        using var machine = InteropParties.Machine(profile, !initiator);
        using var run = await InteropRun.StartAsync(peer, profile, initiator, changes);
        Assert.Equal((null, failure), await run.ShakeAsync(machine));
        Assert.Equal(("Cut", false), await peer.EndAsync(run.Run));
    }
}
