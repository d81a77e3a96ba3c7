using Akka.TestKit.Xunit2;
using Orchestrator.Actors.Sessions.AtInstrument;
using Orchestrator.Domain;
using Orchestrator.Protocol;
using Orchestrator.QuickSupport.Face;
using Orchestrator.QuickSupport.Files;
using Orchestrator.QuickSupport.Pumps;
using Orchestrator.QuickSupport.Tests.Support;

namespace Orchestrator.QuickSupport.Tests.Face;

public sealed class OperatorKeysTests : TestKit
{
    private readonly MemoryTerminal _terminal = new();
    private readonly TerminalFace _face;
    private readonly PumpCounters _counters = new(TimeProvider.System);

    public OperatorKeysTests()
    {
        _face = new TerminalFace(_terminal);
        _face.Attach(new OperatorDesk(
            new OperatorControls(TestActor, new StopKeys()), new SecretText("123456"), "ola", false, "shipped", "0.1.0", new OperatorFiles([Path.GetTempPath()], 1), _counters, []));
    }

    [Fact]
    public async Task Stop_keys_act_and_every_key_is_local_input()
    {
        _face.Update(Samples.View(Samples.Viewing));

        await _terminal.TypeAsync("p");
        ExpectMsg<InstrumentMessages.LocalInput>();
        ExpectMsg(new InstrumentMessages.Do(new OperatorCommands.Pause()));
        await _terminal.TypeAsync("r");
        ExpectMsg<InstrumentMessages.LocalInput>();
        ExpectMsg(new InstrumentMessages.Do(new OperatorCommands.RevokeAll()));
        await _terminal.TypeAsync("e");
        ExpectMsg<InstrumentMessages.LocalInput>();
        ExpectMsg<InstrumentActor.CloseRun>();
    }

    [Fact]
    public async Task A_paused_view_goes_on_with_the_same_key()
    {
        _face.Update(Samples.View(Samples.Viewing with { Paused = true }));

        await _terminal.TypeAsync("p");

        ExpectMsg<InstrumentMessages.LocalInput>();
        ExpectMsg(new InstrumentMessages.Do(new OperatorCommands.Resume()));
    }

    [Fact]
    public async Task The_name_is_asked_once_and_letters_of_it_are_no_stop_keys()
    {
        _face.Update(Samples.View(Samples.Open with { Phase = SessionPhase.Waiting, Technician = null }));
        await _terminal.ShowsAsync("Your name");

        IgnoreMessages<InstrumentMessages.LocalInput>(_ => true);
        await _terminal.TypeAsync("Pere Rør\r");

        ExpectMsg(new InstrumentMessages.Do(new OperatorCommands.StateName("Pere Rør", "ola")));
        await _terminal.ShowsAsync(screen => !screen.Contains("Your name", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Six_digits_and_enter_are_the_comparison_and_nothing_else_is()
    {
        IgnoreMessages<InstrumentMessages.LocalInput>(_ => true);
        _face.Update(Samples.View(Samples.Open with { Phase = SessionPhase.Joined, SasMatched = false }, sas: true));
        await _terminal.TypeAsync("Ola\r");
        ExpectMsg(new InstrumentMessages.Do(new OperatorCommands.StateName("Ola", "ola")));
        await _terminal.ShowsAsync("six digits");

        await _terminal.TypeAsync("12x3\r");
        await _terminal.TypeAsync("4567\u007f89\r");

        Assert.Equal("123458", ExpectMsg<InstrumentMessages.SasTyped>().Sas.Reveal());
    }

    [Fact]
    public async Task A_name_that_is_being_typed_stays_a_name_when_the_digits_are_wanted()
    {
        IgnoreMessages<InstrumentMessages.LocalInput>(_ => true);
        _face.Update(Samples.View(Samples.Open with { Phase = SessionPhase.Waiting, Technician = null }));
        await _terminal.TypeAsync("Per");
        await _terminal.ShowsAsync("Enter: Per");

        _face.Update(Samples.View(Samples.Open with { Phase = SessionPhase.Joined, SasMatched = false }, sas: true));
        await _terminal.TypeAsync("e\r");

        ExpectMsg(new InstrumentMessages.Do(new OperatorCommands.StateName("Pere", "ola")));
        ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public async Task Chat_is_one_line_and_escape_leaves_it()
    {
        _face.Update(Samples.View(Samples.Open));
        IgnoreMessages<InstrumentMessages.LocalInput>(_ => true);

        await _terminal.TypeAsync("c");
        await _terminal.ShowsAsync("To the technician");
        await _terminal.TypeAsync("repeat");
        await _terminal.TypeAsync("\u001b");
        await _terminal.TypeAsync("c");
        await _terminal.TypeAsync("see the error\r");

        ExpectMsg(new InstrumentMessages.Do(new OperatorCommands.Chat("see the error")));
    }

    [Fact]
    public async Task Keys_in_the_shadow_of_the_technicians_input_can_only_take_back()
    {
        _face.Update(Samples.View(Samples.Viewing with { Paused = true }));
        _counters.CountInjection();

        await _terminal.TypeAsync("pcxyz\r");
        ExpectNoMsg(TimeSpan.Zero);
        await _terminal.TypeAsync("r");

        ExpectMsg(new InstrumentMessages.Do(new OperatorCommands.RevokeAll()));
    }

    [Fact]
    public async Task Ctrl_C_ends_everything_whatever_is_being_typed()
    {
        _face.Update(Samples.View(Samples.Open with { Phase = SessionPhase.Waiting, Technician = null }));
        IgnoreMessages<InstrumentMessages.LocalInput>(_ => true);

        await _terminal.TypeAsync("Ola\u0003");

        ExpectMsg<InstrumentActor.CloseRun>();
    }

    protected override void AfterAll()
    {
        _face.Dispose();
        base.AfterAll();
    }
}
