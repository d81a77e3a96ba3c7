using System.Text;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Domain;
using Orchestrator.Protocol.Tests.Messages;
using Orchestrator.Trust.Primitives;
using Orchestrator.Trust.Tickets;

namespace Orchestrator.Protocol.Tests.Vectors;

/// <summary>Everything that can be frozen without a private RSA key: messages, headers, contexts, commitments, digits, key schedule, records.</summary>
public class VectorTests
{
    private static readonly byte[] Master = Bytes(48, 0);
    private static readonly byte[] Transcript = Bytes(48, 100);

    [Fact]
    public void Messages_are_as_frozen()
    {
        foreach (var m in Samples.Link)
            Message("link", m.Type.ToString(), Samples.SenderOf(m).ToString(), LinkMessageCodec.Encode(m));
        foreach (var m in Samples.Peer)
            Message("peer", m.Type.ToString(), Samples.SenderOf(m).ToString(), PeerMessageCodec.Encode(m));
        foreach (var m in Samples.Files)
            Message("file", m.Type.ToString(), "either", FileMessageCodec.Encode(m));
        Assert.Equal((Samples.Link.Count, Samples.Peer.Count, Samples.Files.Count), (Frozen.Count("link"), Frozen.Count("peer"), Frozen.Count("file")));
    }

    [Fact]
    public void Headers_and_contexts_are_as_frozen()
    {
        var header = new byte[RecordHeader.Size];
        new RecordHeader(FrameType.PeerData, new ChannelId(7), 2, 1_000_000_007, 333).Write(header);
        var link = new LinkContext(EndpointKind.Console, Bytes(32, 9), "broker.vendor.example");
        byte[] ticket = Encoding.ASCII.GetBytes("a ticket's exact bytes");
        Frozen.Check("header-and-context", new Dictionary<string, string>
        {
            ["header PeerData channel 7 epoch 2 sequence 1000000007 length 333"] = Hex(header),
            ["link context console, hash 09.., broker.vendor.example"] = Hex(link.Encode()),
            ["link context witness, hash 09.., broker.vendor.example"] = Hex((link with { Kind = EndpointKind.Witness }).Encode()),
            ["ticket hint of the text: a ticket's exact bytes"] = Hex(HandshakeContext.ForTicket(ticket).Hint.ToArray()),
            ["th0 e2e over that ticket"] = Hex(new HandshakeSchedule(HandshakeContext.ForTicket(ticket)).Transcript.ToArray()),
            ["th0 link over that context"] = Hex(new HandshakeSchedule(HandshakeContext.ForLink(link)).Transcript.ToArray()),
            ["input payload of 01 02 03"] = Hex(InputPadding.Pad([1, 2, 3])),
        });
    }

    [Fact]
    public void Resume_is_as_frozen()
    {
        var points = new ResumePoint[] { new(new ChannelId(0), 17, 23, 0), new(new ChannelId(7), 1_000_000_007, 5, 1_500) };
        var secret = KeySchedule.ResumeSecret(Master, RecordDirection.InitiatorToResponder, Transcript);
        using var keys = new ResumeKeys(secret.ToArray(), new byte[48], null);
        Frozen.Check("resume", new Dictionary<string, string>
        {
            ["payload: channel 0 next 17 sealed 23 pending 0; channel 7 next 1000000007 sealed 5 pending 1500"] = Hex(ResumeCodec.Encode(points)),
            ["secret from I: master 00.., th6 64.."] = Hex(secret),
            ["secret of generation 3"] = Hex(KeySchedule.ResumeGeneration(secret, 3)),
            ["record of generation 3"] = Hex(keys.Seal(3, points)),
        });
    }

    [Fact]
    public void Handshake_messages_and_derivations_are_as_frozen()
    {
        var context = HandshakeContext.ForTicket(Encoding.ASCII.GetBytes("a ticket's exact bytes"));
        Blob nI = Bytes(32, 1), opening = Bytes(32, 2), xI = Bytes(32, 3), nR = Bytes(32, 4), xR = Bytes(32, 5), kemR = Bytes(1184, 6), ctKem = Bytes(1088, 7);
        var commit = HandshakeSchedule.Commit(xI.Memory, opening.Memory);
        var m1 = HandshakeMessages.Frame(HandshakeProfile.EndToEnd, 1, HandshakeMessages.WriteM1(new([1], [1], nI, commit, context.Hint)));
        var m2 = HandshakeMessages.Frame(HandshakeProfile.EndToEnd, 2, HandshakeMessages.WriteM2(new(1, 1, nR, xR, kemR)));
        using var schedule = new HandshakeSchedule(context);
        var th0 = schedule.Transcript;
        schedule.Absorb(m1, m2);
        var th2 = schedule.Transcript;
        schedule.Agree(th0.Span, Bytes(32, 8), Bytes(32, 9), xI.Memory, opening.Memory, ctKem.Memory);
        var th3c = schedule.Transcript;
        var clear = HandshakeMessages.WriteM3(new(xI, opening, ctKem));
        byte[] idI = Bytes(50, 10), sI = Bytes(384, 11), idR = Bytes(51, 12), eR = Bytes(384, 13), sR = Bytes(384, 14), eI = Bytes(384, 15);
        var mI = schedule.ProofMac("mac I", idI, sI);
        schedule.Absorb(idI, sI, mI);
        var m3 = schedule.InitiatorSeal.Frame(HandshakeProfile.EndToEnd, 3, clear, HandshakeMessages.WriteProof(new(idI, Blob.Empty, sI, mI), withContribution: false));
        var mR = schedule.ProofMac("mac R", idR, eR, sR);
        schedule.Absorb(idR, eR, sR, mR);
        var m4 = schedule.ResponderSeal.Frame(HandshakeProfile.EndToEnd, 4, [], HandshakeMessages.WriteProof(new(idR, eR, sR, mR), withContribution: true));
        schedule.Absorb(eI);
        schedule.DeriveMaster(Bytes(32, 16), Bytes(32, 17));
        var fI = schedule.FinishedMac("finished I");
        schedule.Absorb(fI);
        var m5 = schedule.InitiatorSeal.Frame(HandshakeProfile.EndToEnd, 5, [], HandshakeMessages.WriteFinished(new(eI, fI), withContribution: true));
        var fR = schedule.FinishedMac("finished R");
        schedule.Absorb(fR);
        var m6 = schedule.ResponderSeal.Frame(HandshakeProfile.EndToEnd, 6, [], HandshakeMessages.WriteFinished(new(Blob.Empty, fR), withContribution: false));
        using var master = schedule.TakeMaster();
        Frozen.Check("handshake", new Dictionary<string, string>
        {
            ["note"] = "Field NN of n bytes is n bytes counting up from NN. Signatures, ciphertexts and secrets are such bytes too, since a test key can't be frozen.",
            ["fields"] = "nI 01, opening 02, xI 03, nR 04, xR 05, kemR 06, ctKem 07, x25519 08, mlkem 09, idI 0a (50), sI 0b (384), idR 0c (51), eR 0d (384), sR 0e (384), eI 0f (384), kI 10, kR 11",
            ["ticket"] = "a ticket's exact bytes",
            ["commit"] = Hex(commit),
            ["M1"] = Hex(m1),
            ["M2"] = Hex(m2),
            ["th2"] = Hex(th2),
            ["th3c"] = Hex(th3c),
            ["sas"] = schedule.Sas,
            ["mI"] = Hex(mI),
            ["M3"] = Hex(m3),
            ["mR"] = Hex(mR),
            ["M4"] = Hex(m4),
            ["fI"] = Hex(fI),
            ["M5"] = Hex(m5),
            ["fR"] = Hex(fR),
            ["M6"] = Hex(m6),
            ["th6"] = Hex(schedule.Transcript),
            ["channel 0 secret I>R"] = Hex(master.ChannelSecret(RecordDirection.InitiatorToResponder, ChannelId.Control, schedule.Transcript)),
        });
    }

    [Fact]
    public void Key_schedule_and_records_are_as_frozen()
    {
        var values = new Dictionary<string, string> { ["master"] = Hex(Master), ["th6"] = Hex(Transcript) };
        foreach (var (channel, direction) in new[] { (0u, RecordDirection.InitiatorToResponder), (0u, RecordDirection.ResponderToInitiator), (7u, RecordDirection.ResponderToInitiator) })
        {
            var name = $"channel {channel} direction {(byte)direction}";
            var secret = KeySchedule.ChannelSecret(Master, direction, new ChannelId(channel), Transcript);
            var next = KeySchedule.Next(secret);
            values[$"{name} epoch 0 secret, key, iv"] = $"{Hex(secret)} {Hex(KeySchedule.Key(secret))} {Hex(KeySchedule.Iv(secret))}";
            values[$"{name} epoch 1 secret, key, iv"] = $"{Hex(next)} {Hex(KeySchedule.Key(next))} {Hex(KeySchedule.Iv(next))}";
            using var sealer = new RecordSealer(
                KeySchedule.ChannelSecret(Master, direction, new ChannelId(channel), Transcript), HandshakeProfile.EndToEnd, new ChannelId(channel),
                new FakeTimeProvider(), new RekeyLimits(2, long.MaxValue, TimeSpan.FromDays(1)));
            for (var i = 0; i < 3; i++)
                values[$"{name} record {i} of: payload {i}"] = Hex(sealer.Seal(Encoding.ASCII.GetBytes($"payload {i}"))!);
        }

        var iv = Bytes(12, 1);
        var nonce = new byte[12];
        KeySchedule.Nonce(iv, 0x0102030405060708, nonce);
        values["nonce of iv 01.. and sequence 0102030405060708"] = Hex(nonce);
        using var control = new RecordSealer(
            KeySchedule.ChannelSecret(Master, RecordDirection.InitiatorToResponder, ChannelId.Control, Transcript), HandshakeProfile.Link, ChannelId.Control,
            new FakeTimeProvider(), RekeyLimits.Default);
        values["link close, shutting down, as record 0"] = Hex(control.SealClose(CloseReason.ShuttingDown)!);
        Frozen.Check("keys-and-records", values);
    }

    [Fact]
    [Trait("Requirement", "R-ZT-2")]
    public void A_tickets_content_is_as_frozen()
    {
        var start = DateTimeOffset.FromUnixTimeMilliseconds(1_764_000_000_000);
        var ticket = new Ticket
        {
            Id = TicketId.FromBytes(Bytes(16, 1)), Session = new SessionNumber(123_456_789), Account = "t.weber", PrintedName = "Tina Weber", Role = "technician",
            TechnicianCertificateSha256 = Bytes(32, 2), TechnicianKey = KeyFingerprint.FromBytes(Bytes(32, 3)), InstrumentKey = KeyFingerprint.FromBytes(Bytes(32, 4)),
            InstrumentLogKey = Bytes(32, 5),
            Capabilities =
            [
                new TicketCapability { Capability = Capability.ViewScreen, Minutes = 20 },
                new TicketCapability { Capability = Capability.ControlInput, Minutes = 720, ApprovedBy = "Petra Lind" },
                new TicketCapability { Capability = Capability.SendFile, Minutes = 10, Files = new FileLimits(1 << 20, FileTypes.Of(".gwl", ".csv"), Folders.Of("/läufe/in", "C:\\Runs\\In")) },
                new TicketCapability { Capability = Capability.FetchFile, Minutes = 1, Files = new FileLimits(4L << 30, FileTypes.Any, Folders.Any) },
            ],
            Policy = new PolicyVersion(7, Hex(Bytes(32, 6))), NotBefore = start, NotAfter = start.AddHours(8), BrokerName = "broker.vendor.example", Reason = "run stopped",
        };
        var content = TicketCodec.Write(ticket);
        Frozen.Check("ticket", new Dictionary<string, string>
        {
            ["capabilities"] = string.Join("; ", ticket.Capabilities.Select(c =>
                $"{(byte)c.Capability}, {c.Minutes} minutes{(c.ApprovedBy is { } name ? $", approved by {name}" : "")}{(c.Files is { } f ? $", {f.MaxBytes} bytes, types {f.Types}, folders {f.Folders}" : "")}")),
            ["policy"] = $"{ticket.Policy.Version} {ticket.Policy.Sha256}",
            ["content"] = Hex(content),
        });
        Assert.Equal(content, TicketCodec.Write(TicketCodec.TryRead(content, out _)!));
    }

    private static void Message(string folder, string type, string sender, byte[] bytes) =>
        Frozen.Check($"{folder}/{type}", new Dictionary<string, string> { ["type"] = type, ["sender"] = sender, ["hex"] = Hex(bytes) });

    private static string Hex(ReadOnlyMemory<byte> bytes) => Convert.ToHexStringLower(bytes.Span);

    private static byte[] Bytes(int count, byte first) => [.. Enumerable.Range(0, count).Select(i => (byte)(first + i))];
}
