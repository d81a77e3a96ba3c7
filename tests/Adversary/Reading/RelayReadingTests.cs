using System.Text;
using Orchestrator.Adversary.Stage;
using Orchestrator.Domain;
using Orchestrator.Protocol;

namespace Orchestrator.Adversary.Reading;

/// <summary>Everything that the relay and the cables ever saw of a session is searched for what was said in it.</summary>
public sealed class RelayReadingTests
{
    private const string Chat = "canary-chat-5521 the lid was open";

    [Fact]
    [Trait("Requirement", "R-ZT-4")]
    public async Task Neither_relay_nor_cable_sees_a_word_of_screen_keys_chat_pin_or_digits()
    {
        await using var it = await SupportCase.OpenAsync();
        it.Console.Actor.Tell(new Actors.Sessions.AtConsole.ConsoleMessages.Chat(Chat), Akka.Actor.ActorRefs.NoSender);
        await it.World.UntilAsync(() => it.Instrument.Chats == 1);
        it.Instrument.Operator.Chat(Chat + " indeed");
        await it.World.UntilAsync(() => it.Console.Chats == 1);

        // What was really said came through: six canaries are somewhere in these bytes, sealed.
        string[] said = ["canary picture", "canary key", Chat, AttackedInstrument.Pin, it.Console.View!.Sas, "to see what it says"];
        Assert.True(it.Middle.Frames.Count > 20);
        AssertUnseen(it.Middle.Frames.Select(frame => frame.Bytes), said);
        AssertUnseen(it.InstrumentCable.Seen.Concat(it.ConsoleCable.Seen).Select(frame => frame.Bytes), [.. said, AttackedConsole.Password, AttackedConsole.SecondFactor]);
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-7")]
    public async Task An_interceptor_of_the_outer_layer_finds_no_password_no_pin_and_no_code()
    {
        await using var it = await SupportCase.JoinedAsync();

        // The broker, behind the link's own keys, has them; the cable doesn't, and the broker never has the PIN.
        var wish = Assert.Single(it.Middle.Heard.OfType<ConsoleToBroker.Connect>());
        Assert.Equal((AttackedConsole.Password, AttackedConsole.SecondFactor), (wish.Password.Reveal(), wish.SecondFactor.Reveal()));
        AssertUnseen(it.ConsoleCable.Seen.Select(frame => frame.Bytes), [AttackedConsole.Password, AttackedConsole.SecondFactor, AttackedInstrument.Pin, Vendor.Account]);
        AssertUnseen(it.Middle.Frames.Select(frame => frame.Bytes), [AttackedInstrument.Pin]);
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-9")]
    public async Task A_recorded_sign_in_played_on_another_link_gives_nothing()
    {
        await using var it = await SupportCase.JoinedAsync();
        var recorded = it.ConsoleCable.Seen.Where(frame => frame.ToBroker).Select(frame => frame.Bytes).ToList();
        await using var again = new Cable();
        var accepted = it.Middle.AcceptAsync(again.Broker);

        foreach (var bytes in recorded)
        {
            await again.SendAsync(toBroker: true, bytes);
        }

        Assert.False(await accepted.WaitAsync(World.Patience));
        Assert.Single(it.Middle.Heard.OfType<ConsoleToBroker.Connect>());
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-9")]
    public async Task A_recorded_sign_in_put_into_somebody_elses_link_ends_that_link_and_gives_nothing()
    {
        await using var it = await SupportCase.JoinedAsync();
        var recorded = it.ConsoleCable.Seen.First(frame => frame is { ToBroker: true, Header.Type: FrameType.LinkData }).Bytes;
        await using var other = new Cable();
        var accepted = it.Middle.AcceptAsync(other.Broker);
        await using var link = await AttackedConsole.DialAsync(other, it.Time, CancellationToken.None);
        Assert.True(await accepted);
        var taken = it.Middle.Console!;

        await other.SendAsync(toBroker: true, recorded);
        await it.World.UntilAsync(() => taken.Outcome is not null);

        Assert.Equal("Forged", taken.Outcome!.Detail);
        Assert.Single(it.Middle.Heard.OfType<ConsoleToBroker.Connect>());
    }

    [Fact]
    [Trait("Requirement", "R-ZT-5")]
    public async Task Without_the_brokers_word_everything_is_held_after_thirteen_seconds_and_ended_when_the_grace_is_over_though_records_still_pass()
    {
        await using var it = await SupportCase.OpenAsync();
        it.InstrumentCable.Script = frame => !frame.ToBroker && frame.Header.Type == FrameType.LinkData ? [] : [frame.Bytes];

        await it.AdvanceAsync(TimeSpan.FromSeconds(10), beat: true);
        await it.SpeakAsync(Victim.Instrument);
        await it.SpeakAsync(Victim.Console);
        await it.AdvanceAsync(TimeSpan.FromSeconds(5), beat: true);
        await it.World.UntilAsync(() => it.Instrument.View!.State.LinksDown.ContainsKey(Party.Broker));
        var oracle = Oracle.Before(it);
        await it.AdvanceAsync(TimeSpan.FromSeconds(21), beat: true);

        await it.World.UntilAsync(() => it.Instrument.View!.State.Phase >= SessionPhase.Ending);
        await oracle.CloseAsync();
        await oracle.EvidenceAsync("session.ending", "link-lost");
    }

    /// <summary>Only channel 0 is kept back, one way or the other; every other record passes, and the broker lives.</summary>
    [Theory]
    [InlineData(Victim.Instrument)]
    [InlineData(Victim.Console)]
    [Trait("Requirement", "R-ZT-5")]
    public async Task Without_the_control_channel_everything_is_held_and_then_ended_though_all_other_records_pass(Victim keptFrom)
    {
        await using var it = await SupportCase.OpenAsync();
        it.Middle.Intercept = frame => Task.FromResult(frame.To == keptFrom && frame.Header.Channel == ChannelId.Control);

        await SaySomethingAsync(it);
        await BeatAsync(it);
        await it.SpeakAsync(Victim.Console);
        await it.AdvanceAsync(TimeSpan.FromSeconds(17), beat: true);
        await it.World.UntilAsync(() => it.Instrument.View!.State.LinksDown.ContainsKey(Party.Technician));
        var oracle = Oracle.Before(it);
        await it.AdvanceAsync(TimeSpan.FromSeconds(15), beat: true);

        await it.World.UntilAsync(() => it.Instrument.View!.State.Phase >= SessionPhase.Ending);
        await oracle.CloseAsync();
        await oracle.EvidenceAsync("session.ending", "link-lost");
    }

    [Fact]
    [Trait("Requirement", "R-ZT-5")]
    public async Task An_open_session_whose_console_says_that_it_follows_goes_on()
    {
        await using var it = await SupportCase.OpenAsync();
        for (var beat = 0; beat < 12; beat++)
        {
            await SaySomethingAsync(it);
            await BeatAsync(it);
        }

        await it.SpeakAsync(Victim.Console);
        Assert.Empty(it.Instrument.View!.State.LinksDown);
    }

    /// <summary>The instrument has a record that the console should follow, and sends it.</summary>
    private static async Task SaySomethingAsync(SupportCase it)
    {
        var before = Count(it, Victim.Console);
        it.Instrument.Operator.Chat("something to follow");
        await it.World.UntilAsync(() => Count(it, Victim.Console) > before);
    }

    /// <summary>Five seconds, in which the console says that it is there; a key behind that has arrived, so it was heard, if it could be.</summary>
    private static async Task BeatAsync(SupportCase it)
    {
        var before = Count(it, Victim.Instrument);
        await it.AdvanceAsync(TimeSpan.FromSeconds(5), beat: true);
        await it.World.UntilAsync(() => Count(it, Victim.Instrument) > before);
        await it.SpeakAsync(Victim.Instrument);
    }

    private static int Count(SupportCase it, Victim to) => it.Middle.Frames.Count(frame => frame.To == to && frame.Header.Channel == ChannelId.Control);

    private static void AssertUnseen(IEnumerable<byte[]> frames, string[] texts)
    {
        var all = frames.SelectMany(frame => frame).ToArray();
        foreach (var text in texts)
        {
            var plain = Encoding.UTF8.GetBytes(text);
            byte[][] forms = [plain, Encoding.Unicode.GetBytes(text), Encoding.ASCII.GetBytes(Convert.ToBase64String(plain)), Encoding.ASCII.GetBytes(Convert.ToHexStringLower(plain))];
            Assert.DoesNotContain(forms, form => all.AsSpan().IndexOf(form) >= 0);
        }
    }
}
