using Orchestrator.Domain;
using Orchestrator.TestSupport;
using static Orchestrator.Protocol.TechnicianToInstrument;

namespace Orchestrator.Protocol.Tests.Messages;

public class AskSignatureTests
{
    private static readonly byte[] Transcript = [.. Enumerable.Range(0, 48).Select(i => (byte)i)];

    private static readonly Ask Question = new(1, Capability.SendFile, 20, "new worklist", new FileOffer("run.gwl", 10, new string('0', 64)), Blob.Empty);

    [Fact]
    public void A_signed_ask_holds_for_this_technician_this_session_and_these_words_only()
    {
        var signed = AskContent.Sign(Question, Transcript, TestKeys.Technician);
        Assert.True(AskContent.IsSignedBy(signed, Transcript, TestKeys.Technician.Public));
        Assert.False(AskContent.IsSignedBy(signed, Transcript, TestKeys.Stranger.Public));
        Assert.False(AskContent.IsSignedBy(signed, new byte[48], TestKeys.Technician.Public));
        foreach (var altered in new[]
        {
            signed with { RequestId = 2 },
            signed with { Capability = Capability.FetchFile },
            signed with { Minutes = 21 },
            signed with { Reason = "another" },
            signed with { File = null },
            signed with { File = signed.File! with { Name = "other.gwl" } },
            signed with { File = signed.File! with { Sha256 = new string('1', 64) } },
            signed with { Signature = Blob.Empty },
        })
            Assert.False(AskContent.IsSignedBy(altered, Transcript, TestKeys.Technician.Public));
    }
}
