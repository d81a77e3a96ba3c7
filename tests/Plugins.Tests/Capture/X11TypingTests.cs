using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.TestSupport;

namespace Orchestrator.Plugins.Tests.Capture;

/// <summary>Text typed into a real terminal.</summary>
public sealed class X11TypingTests
{
    private const uint ShiftLeft = 0xFFE1;
    private const uint CapsLock = 0xFFE5;

    [SkippableTheory]
    [InlineData("Hello World, MiXeD case 0123456789")]
    [InlineData("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")]
    [InlineData("Größe ÄÖÜ äöü ß 5 µl ½ ñ Ç é")]
    [InlineData("Привет, Мир! Ёж и №7")]
    [InlineData("Žluťoučký kůň €5 → Ωμέγα")]
    public async Task Text_lands_in_the_file_as_it_was_sent(string text)
    {
        await using var subject = await X11Subject.StartAsync();
        await using var input = await subject.Plugin.OpenInputAsync(default);
        await using var terminal = await TypedLines.OpenAsync(subject, input);

        TypedLines.Type(input, text);

        Assert.Equal(text, await terminal.ReadLineAsync());
        Assert.Equal(text + "\n", await terminal.EndAsync(input));
    }

    /// <summary>
    /// Each line is read back before the next: a program looks up what a key means when it handles the press, so a key that is lent anew too soon
    /// is a race that no sender can win (see <c>SpareKeys.LookUpTime</c>).
    /// </summary>
    [SkippableFact]
    public async Task More_foreign_letters_than_there_are_spare_keys_arrive_line_by_line()
    {
        await using var subject = await X11Subject.StartAsync();
        await using var input = await subject.Plugin.OpenInputAsync(default);
        await using var terminal = await TypedLines.OpenAsync(subject, input);

        foreach (var line in "АБВГДЕЁЖ ЗИЙКЛМНО ПРСТУФХЦ ЧШЩЪЫЬЭЮ абвгдеёж зийклмно прстуфхц чшщъыьэю".Split(' '))
        {
            TypedLines.Type(input, line);
            Assert.Equal(line, await terminal.ReadLineAsync());
        }
    }

    [SkippableFact]
    public async Task Old_keysyms_of_Cyrillic_work_as_the_Unicode_ones()
    {
        await using var subject = await X11Subject.StartAsync();
        await using var input = await subject.Plugin.OpenInputAsync(default);
        await using var terminal = await TypedLines.OpenAsync(subject, input);

        foreach (var keysym in new uint[] { 0x6F0, 0x6D2, 0x6C9, 0x6D7, 0x6C5, 0x6D4, 0xFF0D })
            TypedLines.Tap(input, keysym);

        Assert.Equal("Привет", await terminal.ReadLineAsync());
    }

    [SkippableFact]
    public async Task With_caps_lock_on_characters_stay_what_they_are()
    {
        await using var subject = await X11Subject.StartAsync();
        await using var input = await subject.Plugin.OpenInputAsync(default);
        await using var terminal = await TypedLines.OpenAsync(subject, input);

        TypedLines.Tap(input, CapsLock);
        TypedLines.Type(input, "aB1! äÖ яЯ ọỌ");

        Assert.Equal("aB1! äÖ яЯ ọỌ", await terminal.ReadLineAsync());
    }

    [SkippableFact]
    public async Task Modifiers_that_the_caller_holds_stay_held_and_count()
    {
        await using var subject = await X11Subject.StartAsync();
        await using var input = await subject.Plugin.OpenInputAsync(default);
        await using var terminal = await TypedLines.OpenAsync(subject, input);

        input.Inject(InputEvent.Key(ShiftLeft, true));
        foreach (var keysym in "Aa1!")
            TypedLines.Tap(input, keysym);
        input.Settle();
        Assert.Equal(1, await subject.CountHeldAsync());
        input.Inject(InputEvent.Key(ShiftLeft, false));
        TypedLines.Type(input, "xyz");
        Assert.Equal("Aa1!xyz", await terminal.ReadLineAsync());
        Assert.Equal("Aa1!xyz\n", await terminal.EndAsync(input));
    }

    [SkippableFact]
    public async Task A_key_released_under_its_other_case_is_released()
    {
        await using var subject = await X11Subject.StartAsync();
        await using var input = await subject.Plugin.OpenInputAsync(default);

        input.Inject(InputEvent.Key(ShiftLeft, true));
        input.Inject(InputEvent.Key('A', true));
        input.Inject(InputEvent.Key(ShiftLeft, false));
        input.Inject(InputEvent.Key('a', false));
        input.Settle();

        Assert.Equal(0, await subject.CountHeldAsync());
    }

    [SkippableTheory]
    [InlineData("de", "Größe: 5 µl @ {10} [20] €|~ yYzZ ÄÖÜ")]
    [InlineData("ru", "Привет, Мир! Ёж № 7")]
    [InlineData("pl", "Zażółć gęślą jaźń €")]
    [InlineData("us,ru", "Hello, Lab!")]
    public async Task A_layout_that_has_the_characters_is_used_without_borrowing_keys(string layout, string text)
    {
        RealComponent.Require("setxkbmap", "xmodmap");
        await using var subject = await X11Subject.StartAsync();
        await subject.Server.RunAsync("setxkbmap", layout);
        await using var input = await subject.Plugin.OpenInputAsync(default);
        await using var terminal = await TypedLines.OpenAsync(subject, input);
        TypedLines.Type(input, "1");
        Assert.Equal("1", await terminal.ReadLineAsync());
        var before = await ReadMappingAsync(subject);

        TypedLines.Type(input, text);

        Assert.Equal(text, await terminal.ReadLineAsync());
        Assert.Equal(before, await ReadMappingAsync(subject));
    }

    [SkippableFact]
    public async Task A_layout_changed_on_the_way_is_followed()
    {
        RealComponent.Require("setxkbmap");
        await using var subject = await X11Subject.StartAsync();
        await using var input = await subject.Plugin.OpenInputAsync(default);
        await using var terminal = await TypedLines.OpenAsync(subject, input);

        foreach (var layout in new[] { "de", "fr", "us" })
        {
            await subject.Server.RunAsync("setxkbmap", layout);
            TypedLines.Type(input, "Azerty/Qwertz 12.5% ü я");
            Assert.Equal("Azerty/Qwertz 12.5% ü я", await terminal.ReadLineAsync());
        }
    }

    [SkippableFact]
    public async Task Borrowed_keys_are_given_back_and_the_last_character_is_not_lost()
    {
        RealComponent.Require("xmodmap");
        await using var subject = await X11Subject.StartAsync();
        await using var first = await subject.Plugin.OpenInputAsync(default);
        await using var terminal = await TypedLines.OpenAsync(subject, first);
        TypedLines.Type(first, "x");
        Assert.Equal("x", await terminal.ReadLineAsync());
        var before = await ReadMappingAsync(subject);

        var second = await subject.Plugin.OpenInputAsync(default);
        TypedLines.Type(second, "Проба ж");
        await second.DisposeAsync();

        Assert.Equal("Проба ж", await terminal.ReadLineAsync());
        Assert.Equal(before, await ReadMappingAsync(subject));
    }

    [SkippableTheory]
    [InlineData(0xFED5u)] // ends the X server
    [InlineData(0x1008FE01u)] // switches to another console
    [InlineData(0x1008FE20u)] // breaks another program's grab
    [InlineData(0x0100D800u)] // half a character
    [InlineData(0xFFFFFFFFu)]
    public async Task Keys_that_command_the_server_and_names_of_nothing_are_unknown(uint keysym)
    {
        await using var subject = await X11Subject.StartAsync();
        await using var input = await subject.Plugin.OpenInputAsync(default);

        Assert.Equal(InjectResult.UnknownKey, input.Inject(InputEvent.Key(keysym, true)));
        Assert.Equal(InjectResult.Injected, input.Inject(InputEvent.Key('a', true)));
    }

    private static async Task<string> ReadMappingAsync(X11Subject subject) =>
        Encoding.UTF8.GetString(await subject.Server.RunAsync("xmodmap", "-pke"));
}
