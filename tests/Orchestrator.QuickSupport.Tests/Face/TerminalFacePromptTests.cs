using System.Text.RegularExpressions;
using Akka.Actor;
using Orchestrator.Actors.Consents;
using Orchestrator.Actors.Sessions.AtInstrument;
using Orchestrator.Domain;
using Orchestrator.Protocol;
using Orchestrator.QuickSupport.Face;
using Orchestrator.QuickSupport.Files;
using Orchestrator.QuickSupport.Pumps;
using Orchestrator.QuickSupport.Tests.Support;
using Orchestrator.TestSupport;

namespace Orchestrator.QuickSupport.Tests.Face;

/// <summary>A prompt can be answered by the person who reads it, and by nobody else.</summary>
[Trait("Requirement", "R-CON-3")]
public sealed partial class TerminalFacePromptTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();
    private readonly MemoryTerminal _terminal = new();
    private readonly AheadTime _time = new();
    private readonly TerminalFace _face;
    private readonly OperatorFiles _files;

    public TerminalFacePromptTests()
    {
        _files = new OperatorFiles([_folder.In("files")], 1 << 20);
        _face = new TerminalFace(
            _terminal, new TerminalFaceOptions { Random = new SeededRandom(42), Time = _time, QuietBeforePrompt = TimeSpan.Zero, LongestErase = TimeSpan.FromHours(1) });
        _face.Attach(new OperatorDesk(
            new OperatorControls(ActorRefs.Nobody, new StopKeys()), new SecretText("123456"), "ola", true, "shipped", "0.1.0", _files, new PumpCounters(TimeProvider.System), []));
        _face.Update(Samples.View(Samples.Open));
    }

    public void Dispose()
    {
        _face.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_code_is_a_yes_and_it_is_gone_from_the_screen_before_the_yes_counts()
    {
        var asking = _face.AskAsync(Samples.Prompt(Capability.ViewScreen), default);
        var code = await CodeAsync();

        await _terminal.TypeAsync(code);

        Assert.Equal(new PromptAnswer.Allowed(), await asking.WaitAsync(Patience));
        Assert.DoesNotContain(code, _terminal.Screen, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "R-NET-10")]
    public async Task A_network_that_reads_inside_TLS_stays_on_the_screen_once_and_in_plain_words()
    {
        var sentence = InspectionText.Of("Site CA\u202e");
        _face.Standing(sentence);
        _face.Standing(sentence);
        _face.Remark("Something newer.");

        var screen = await _terminal.ShowsAsync(all => all.Contains("Something newer.", StringComparison.Ordinal) && all.Contains("Site CA", StringComparison.Ordinal));

        Assert.Equal(2, screen.Split("opens and reads encrypted").Length);
        Assert.DoesNotContain('\u202e', screen);
    }

    [Fact]
    public async Task The_yes_counts_only_after_the_terminal_reported_twice_that_it_has_drawn_over_the_code()
    {
        _terminal.Reports = false;
        var asking = _face.AskAsync(Samples.Prompt(Capability.ViewScreen), default);
        var code = await CodeAsync();
        await _terminal.TypeAsync(code);
        for (var report = 1; report <= 2; report++)
        {
            await _terminal.AskedAsync(report);
            Assert.DoesNotContain(code, _terminal.Screen, StringComparison.Ordinal);
            Assert.False(asking.IsCompleted);
            _terminal.Report();
        }

        Assert.Equal(new PromptAnswer.Allowed(), await asking.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_terminal_that_reported_once_is_waited_for_however_long_it_takes()
    {
        var first = _face.AskAsync(Samples.Prompt(Capability.ViewScreen), default);
        await _terminal.TypeAsync(await CodeAsync());
        await first.WaitAsync(Patience);
        await _terminal.AskedAsync(2);
        _terminal.Reports = false;

        var asking = _face.AskAsync(Samples.Prompt(Capability.ControlInput), default);
        await _terminal.TypeAsync(await CodeAsync());
        await _terminal.AskedAsync(3);
        _time.Ahead = TimeSpan.FromHours(2);
        _terminal.Report();
        await _terminal.AskedAsync(4);

        Assert.False(asking.IsCompleted);
        _terminal.Report();
        Assert.Equal(new PromptAnswer.Allowed(), await asking.WaitAsync(Patience));
    }

    [Fact]
    public async Task The_prompt_shows_its_exact_text()
    {
        var prompt = Samples.Prompt(Capability.ControlInput);
        using var stop = new CancellationTokenSource();
        var asking = _face.AskAsync(prompt, stop.Token);
        await CodeAsync();

        var shown = string.Join(' ', _terminal.Screen.Split('\n').Select(line => line.Trim()));
        Assert.Contains(string.Join(' ', prompt.Text.Split('\n')), shown, StringComparison.Ordinal);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking.WaitAsync(Patience));
        Assert.DoesNotMatch(Code(), _terminal.Screen);
    }

    [Theory]
    [InlineData("n")]
    [InlineData("N")]
    [InlineData("\u001b")]
    public async Task No_is_one_key(string key)
    {
        var asking = _face.AskAsync(Samples.Prompt(Capability.ViewScreen), default);
        await CodeAsync();

        await _terminal.TypeAsync(key);

        Assert.Equal(new PromptAnswer.Refused(), await asking.WaitAsync(Patience));
    }

    [Fact]
    public async Task Another_code_is_a_no_and_there_is_no_second_try()
    {
        var asking = _face.AskAsync(Samples.Prompt(Capability.ViewScreen), default);
        var code = await CodeAsync();
        var wrong = code[..3] + (char)('0' + ((code[3] - '0' + 1) % 10));

        await _terminal.TypeAsync(wrong + code);

        Assert.Equal(new PromptAnswer.Refused(), await asking.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_slip_can_be_taken_back_before_the_last_digit()
    {
        var asking = _face.AskAsync(Samples.Prompt(Capability.ViewScreen), default);
        var code = await CodeAsync();

        await _terminal.TypeAsync(code[..2] + "9\u007f" + code[2..]);

        Assert.Equal(new PromptAnswer.Allowed(), await asking.WaitAsync(Patience));
    }

    [Fact]
    public async Task Enter_and_every_letter_mean_nothing()
    {
        var asking = _face.AskAsync(Samples.Prompt(Capability.ViewScreen), default);
        var code = await CodeAsync();

        await _terminal.TypeAsync("\r\nyYjJoOsS abcdefghijklmopqrstuvwxyz\u001b[A\u001b[1;5C\r");

        Assert.False(asking.IsCompleted);
        await _terminal.TypeAsync(code);
        Assert.Equal(new PromptAnswer.Allowed(), await asking.WaitAsync(Patience));
    }

    [Fact]
    public async Task Each_prompt_has_a_code_of_its_own_and_typed_keys_are_forgotten_before_it_shows()
    {
        var codes = new HashSet<string>();
        for (var i = 0; i < 5; i++)
        {
            var discards = _terminal.Discards;
            var asking = _face.AskAsync(Samples.Prompt(Capability.ViewScreen), default);
            codes.Add(await CodeAsync());
            Assert.True(_terminal.Discards > discards);
            await _terminal.TypeAsync("n");
            await asking.WaitAsync(Patience);
            await _terminal.ShowsAsync(screen => !Code().IsMatch(screen));
        }

        Assert.Equal(5, codes.Count);
    }

    [Fact]
    public async Task Ten_thousand_random_keys_before_during_and_after_prompts_give_no_grant()
    {
        const int Keys = 10_000;
        const int Prompts = 40;
        var random = new SeededRandom(7);
        var keys = "yY\r\n0123456789abcdfghijklmoqstuvwxzABCDFGHIJKLMOQSTUVWXZ \u007f";
        for (var i = 0; i < Prompts; i++)
        {
            await _terminal.TypeAsync(RandomKeys(Keys / Prompts / 2));
            var asking = _face.AskAsync(Samples.Prompt(Capability.ControlInput), default);
            await CodeAsync();
            await _terminal.TypeAsync(RandomKeys(Keys / Prompts / 2));
            Assert.Equal(new PromptAnswer.Refused(), await asking.WaitAsync(Patience));
            await _terminal.ShowsAsync(screen => !Code().IsMatch(screen));
        }

        string RandomKeys(int count)
        {
            var bytes = new byte[count];
            random.Fill(bytes);
            return string.Concat(bytes.Select(one => keys[one % keys.Length]));
        }
    }

    [Fact]
    public async Task A_terminal_that_is_gone_is_a_no()
    {
        var asking = _face.AskAsync(Samples.Prompt(Capability.ViewScreen), default);
        await CodeAsync();

        _terminal.Lose();

        Assert.Equal(new PromptAnswer.Unanswered(AskOutcome.PromptClosed), await asking.WaitAsync(Patience));
        await _face.TerminalLost.WaitAsync(Patience);
        await Assert.ThrowsAsync<InvalidOperationException>(() => _face.AskAsync(Samples.Prompt(Capability.ViewScreen), default));
    }

    [Fact]
    public async Task A_file_is_shown_with_its_place_and_replacing_is_said()
    {
        _folder.Write("files/list.gwl", "old");
        var offer = new FileOffer("list.gwl", 10, new string('f', 64));
        var asking = _face.AskAsync(Samples.Prompt(Capability.SendFile, offer), default);
        var code = await CodeAsync();

        Assert.Contains(_folder.In("files/list.gwl"), Regex.Replace(_terminal.Screen, "\\s", ""), StringComparison.Ordinal);
        Assert.Contains("REPLACES", _terminal.Screen, StringComparison.Ordinal);
        await _terminal.TypeAsync(code);
        Assert.Equal(new PromptAnswer.Allowed(offer, _folder.In("files/list.gwl"), Replaces: true), await asking.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_file_outside_is_refused_without_a_prompt()
    {
        var answer = await _face.AskAsync(Samples.Prompt(Capability.SendFile, new FileOffer("/etc/passwd", 10, new string('f', 64))), default);

        Assert.Equal(new PromptAnswer.Unanswered(AskOutcome.FileNotAllowed), answer);
        await _terminal.ShowsAsync("lies outside the folders");
        Assert.DoesNotMatch(Code(), _terminal.Written.ToString());
    }

    [Fact]
    public async Task Without_a_path_the_operator_chooses_the_file()
    {
        var path = _folder.Write("files/run.log", "log");
        var asking = _face.AskAsync(Samples.Prompt(Capability.FetchFile, new FileOffer("", -1, "")), default);
        await _terminal.ShowsAsync("Which file?");

        await _terminal.TypeAsync("/etc/passwd\r");
        await _terminal.ShowsAsync("lies outside");
        await _terminal.TypeAsync("1\r");
        await _terminal.TypeAsync(await CodeAsync());

        var allowed = Assert.IsType<PromptAnswer.Allowed>(await asking.WaitAsync(Patience));
        Assert.Equal((path, "run.log", 3), (allowed.Path, allowed.File!.Name, allowed.File.Size));
    }

    private async Task<string> CodeAsync() => Code().Match(await _terminal.ShowsAsync(screen => Code().IsMatch(screen))).Groups[1].Value;

    [GeneratedRegex("type the code (\\d{4})")]
    private static partial Regex Code();

    /// <summary>The system's clock, that a test may put forward.</summary>
    private sealed class AheadTime : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override long GetTimestamp() => base.GetTimestamp() + (long)(Ahead.TotalSeconds * TimestampFrequency);
    }
}
