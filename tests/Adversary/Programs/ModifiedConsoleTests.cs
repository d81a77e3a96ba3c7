using System.Buffers;
using System.Security.Cryptography;
using Orchestrator.Adversary.Stage;
using Orchestrator.Domain;
using Orchestrator.Links.Channels;
using Orchestrator.Plugins.Capture.Simulated;
using Orchestrator.Protocol;
using Orchestrator.QuickSupport.Files;
using Orchestrator.QuickSupport.Pumps;
using Orchestrator.Rfb;
using Orchestrator.TestSupport;

namespace Orchestrator.Adversary.Programs;

/// <summary>
/// A console with every check of its own taken out, behind a broker that lets everything pass: the technician's key, ticket, PIN and digits are right,
/// and nothing was granted. Counted at the capture call, the injector, the clipboard and the folder of files.
/// </summary>
[Trait("Requirement", "R-AUTHZ-1")]
[Trait("Requirement", "R-AUTHZ-9")]
public sealed class ModifiedConsoleTests
{
    private const string Secret = "what the operator copied";

    public static TheoryData<Capability> All => [.. Capabilities.All];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Without_a_grant_a_channel_that_the_console_opens_itself_does_nothing(Capability capability)
    {
        await using var room = await Room.EnterAsync();
        var oracle = Oracle.Before(room.Case);

        await room.SendAsync(1, Message(capability));

        await oracle.InstrumentEndsAsync(EndReason.ProtocolViolation, "part.failed", "NeverOpened");
        room.AssertUntouched();
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task An_ask_that_the_operator_refuses_opens_nothing(Capability capability)
    {
        await using var room = await Room.EnterAsync();
        room.Case.Instrument.Answer = _ => new Actors.Consents.PromptAnswer.Refused();

        await room.AskAsync(capability);

        // Control isn't even put to the operator while there is no view.
        await room.Case.World.UntilAsync(() => room.Case.Instrument.Lines.Any(line =>
            line.Contains("\"event\":\"ask.ended\"", StringComparison.Ordinal) || line.Contains("\"event\":\"request.refused\"", StringComparison.Ordinal)));
        var oracle = Oracle.Before(room.Case);
        await room.SendAsync(1, Message(capability));

        await oracle.InstrumentEndsAsync(EndReason.ProtocolViolation, "part.failed", "NeverOpened");
        room.AssertUntouched();
    }

    [Theory]
    [InlineData(Capability.ControlInput)]
    [InlineData(Capability.ClipboardTo)]
    public async Task Another_capabilitys_messages_on_the_granted_view_end_the_session_and_do_nothing(Capability capability)
    {
        await using var room = await Room.EnterAsync();
        await room.AskAsync(Capability.ViewScreen);
        await room.Case.World.UntilAsync(() => !room.Case.Instrument.View!.State.Channels.IsEmpty);
        var oracle = Oracle.Before(room.Case);

        await room.SendAsync(1, Message(capability));

        await oracle.InstrumentEndsAsync(EndReason.ProtocolViolation, "part.failed", "");
        Assert.Equal(0, room.Counters.EventsInjected);
        Assert.Equal(Secret, room.Screen.ClipboardText);
    }

    [Fact]
    public async Task A_broker_that_confirms_everything_beforehand_opens_nothing()
    {
        await using var room = await Room.EnterAsync();
        var broker = room.Case.Middle.Toward(Victim.Instrument);
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        room.Case.Instrument.Answer = _ =>
        {
            answered.TrySetResult();
            return new Actors.Consents.PromptAnswer.Refused(AskOutcome.TimedOut);
        };

        await broker.SendAsync(new BrokerToInstrument.EventStored(1_000_000));
        await broker.SendAsync(new BrokerToBoth.PeerLink(true));
        await room.AskAsync(Capability.ViewScreen);
        await broker.SendAsync(new BrokerToInstrument.EventStored(2_000_000));
        await answered.Task.WaitAsync(World.Patience);
        var oracle = Oracle.Before(room.Case);
        await room.SendAsync(1, Message(Capability.ViewScreen));

        await oracle.InstrumentEndsAsync(EndReason.ProtocolViolation, "part.failed", "NeverOpened");
        room.AssertUntouched();
    }

    /// <summary>What each capability's channel would begin with.</summary>
    private static byte[] Message(Capability capability)
    {
        var bytes = new ArrayBufferWriter<byte>();
        switch (capability)
        {
            case Capability.ViewScreen:
                MessageWriter.Write(bytes, new ConsoleMessage.UpdateRequest(false, new Abstractions.PixelRect(0, 0, 64, 64)));
                return bytes.WrittenSpan.ToArray();
            case Capability.ControlInput:
                MessageWriter.Write(bytes, new ConsoleMessage.KeyEvent(true, 'k', 0, default));
                return InputPadding.Pad(bytes.WrittenSpan.ToArray());
            case Capability.ClipboardTo or Capability.ClipboardFrom:
                MessageWriter.Write(bytes, new ConsoleMessage.CutText(1, "planted"));
                return bytes.WrittenSpan.ToArray();
            default:
                var begin = FileMessageCodec.Encode(new FileMessages.Begin(Planted));
                return [0, 0, (byte)(begin.Length >> 8), (byte)begin.Length, .. begin];
        }
    }

    private static FileOffer Planted { get; } = new("planted.txt", 7, Convert.ToHexStringLower(SHA256.HashData("planted"u8)));

    /// <summary>An open session with such a console in it, and the instrument's real pumps.</summary>
    private sealed class Room : IAsyncDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("adversary-files-").FullName;
        private ChannelTable _keys = null!;
        private ReadOnlyMemory<byte> _transcript;
        private uint _asked;

        public SupportCase Case { get; private set; } = null!;

        public PumpCounters Counters { get; } = new(TimeProvider.System);

        public StillSource Screen { get; } = new(Secret);

        public static async Task<Room> EnterAsync()
        {
            var room = new Room();
            var files = new OperatorFiles([room._folder], 1 << 20);
            var pumps = new InstrumentPumps(new SimulatedCapture(room.Screen), files, room.Counters, _ => { }, (_, _) => { }, TimeProvider.System);
            room.Case = await SupportCase.WaitingAsync(pumps);
            var it = room.Case;
            var certificate = Vendor.Certify(TestKeys.Technician.Public);
            var ticket = Vendor.Ticket(it.Middle.Registered, TestKeys.Technician.Public, certificate);
            it.Middle.Intercept = _ => Task.FromResult(true);
            await it.Middle.AdmitAtInstrumentAsync(ticket, certificate);
            var result = await Impostor.PoseAsTechnicianAsync(it, ticket, TestKeys.Technician, certificate).WaitAsync(World.Patience);
            room._transcript = result.TranscriptHash;
            room._keys = new ChannelTable(result, it.Time);
            await room.SayAsync(new TechnicianToInstrument.PresentPin(new SecretText(AttackedInstrument.Pin)));
            await it.World.UntilAsync(() => it.Instrument.View!.Sas);
            it.Instrument.Operator.TypeSas(result.Sas);
            await it.World.UntilAsync(() => it.Instrument.View!.State.Phase == SessionPhase.Open);
            return room;
        }

        public Task AskAsync(Capability capability) => SayAsync(AskContent.Sign(
            new TechnicianToInstrument.Ask(++_asked, capability, 10, "because", capability.IsOneFile() ? Planted : null, Blob.Empty), _transcript, TestKeys.Technician));

        /// <summary>A record of a channel, under that channel's true keys.</summary>
        public async Task SendAsync(uint channel, byte[] payload)
        {
            Assert.True(_keys.TryOpen(new ChannelId(channel), out var opened));
            await Case.PutAsync(Victim.Instrument, opened.Sealer.Seal(payload)!);
        }

        public void AssertUntouched()
        {
            Assert.Equal((0, 0, 0), (Counters.CaptureCalls, Counters.FramesCaptured, Counters.EventsInjected));
            Assert.Equal((0, 0), (Screen.Copies, Screen.Events));
            Assert.Equal((0, 0), (Screen.ClipboardReads, Screen.ClipboardWrites));
            Assert.Equal(Secret, Screen.ClipboardText);
            Assert.Empty(Directory.GetFileSystemEntries(_folder));
        }

        public async ValueTask DisposeAsync()
        {
            _keys.Dispose();
            await Case.DisposeAsync();
            Directory.Delete(_folder, recursive: true);
        }

        private Task SayAsync(PeerMessage message) => Case.PutAsync(Victim.Instrument, _keys.Control.Sealer.Seal(PeerMessageCodec.Encode(message))!);
    }
}
