using Orchestrator.Abstractions;
using Orchestrator.Technicians.Scripts;

namespace Orchestrator.Technicians.Tests.Scripts;

public sealed class ScriptParserTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public void Every_step_is_read_with_its_line()
    {
        const string script = """
            # look first
            view
            view 5
            control 10

            click 10 20
            type hello world
            type "two\nlines and \"quotes\""
            key ctrl+shift+s
            send "a b.gwl"
            send a.gwl /var/a.gwl
            fetch out
            fetch /var/log/x.log out/x.log
            clip-put some text
            clip-get
            chat Please press F5
            shot after.png
            wait-for still 500
            wait-for change 1,2,30x40 7
            wait-for pixel 5,6 ff8000
            end
            """;

        var steps = ScriptParser.Parse(script);

        Step[] expected =
        [
            new Step.View(2, "view", 20),
            new Step.View(3, "view 5", 5),
            new Step.Control(4, "control 10", 10),
            new Step.Click(6, "click 10 20", 10, 20),
            new Step.Type(7, "type hello world", "hello world"),
            new Step.Type(8, """type "two\nlines and \"quotes\"" """.TrimEnd(), "two\nlines and \"quotes\""),
            new Step.Key(9, "key ctrl+shift+s", "ctrl+shift+s"),
            new Step.Send(10, "send \"a b.gwl\"", "a b.gwl", null),
            new Step.Send(11, "send a.gwl /var/a.gwl", "a.gwl", "/var/a.gwl"),
            new Step.Fetch(12, "fetch out", null, "out"),
            new Step.Fetch(13, "fetch /var/log/x.log out/x.log", "/var/log/x.log", "out/x.log"),
            new Step.ClipPut(14, "clip-put some text", "some text"),
            new Step.ClipGet(15, "clip-get"),
            new Step.Chat(16, "chat Please press F5", "Please press F5"),
            new Step.Shot(17, "shot after.png", "after.png"),
            new Step.WaitStill(18, "wait-for still 500", TimeSpan.FromMilliseconds(500), Limit),
            new Step.WaitChange(19, "wait-for change 1,2,30x40 7", new PixelRect(1, 2, 30, 40), TimeSpan.FromSeconds(7)),
            new Step.WaitPixel(20, "wait-for pixel 5,6 ff8000", 5, 6, 0xFF8000, Limit),
            new Step.End(21, "end"),
        ];
        Assert.Equal(expected, steps);
    }

    [Theory]
    [InlineData("look", "there is no step 'look'")]
    [InlineData("view 0", "'0' isn't a whole number from 1 to 1440")]
    [InlineData("view 1 2", "write view [MINUTES]")]
    [InlineData("click 1", "write click X Y")]
    [InlineData("click -1 2", "'-1' isn't a whole number")]
    [InlineData("click 1 70000", "'70000' isn't a whole number")]
    [InlineData("type", "write type TEXT")]
    [InlineData("type \"open", "a closing quote is missing")]
    [InlineData("type \"a\" b", "nothing behind it")]
    [InlineData("type \"a\"b", "a space behind the closing quote")]
    [InlineData("type \"\\q\"", "behind a backslash")]
    [InlineData("key", "write key NAME")]
    [InlineData("key Hyper", "there is no key 'Hyper'")]
    [InlineData("send", "write send LOCAL [REMOTE]")]
    [InlineData("send a b c", "write send LOCAL [REMOTE]")]
    [InlineData("fetch", "write fetch [REMOTE] LOCAL")]
    [InlineData("clip-get x", "write clip-get")]
    [InlineData("shot", "write shot FILE.png")]
    [InlineData("wait-for", "write wait-for still")]
    [InlineData("wait-for rain", "write wait-for still")]
    [InlineData("wait-for change 1,2,3", "isn't an area")]
    [InlineData("wait-for change 1,2,0x5", "'0' isn't a whole number")]
    [InlineData("wait-for pixel 1,2 red", "isn't a colour")]
    [InlineData("wait-for still 500 0", "'0' isn't a whole number")]
    [InlineData("end now", "write end")]
    public void A_bad_line_is_named_with_what_it_should_be(string line, string says)
    {
        var refused = Assert.Throws<ConsoleException>(() => ScriptParser.Parse("view\n\n" + line + "\nend"));

        Assert.Equal(ExitCode.Usage, refused.Exit);
        Assert.StartsWith("line 3: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_bad_lines_are_named_at_once()
    {
        var refused = Assert.Throws<ConsoleException>(() => ScriptParser.Parse("view x\r\nclick\r\nend"));

        Assert.Equal(["line 1", "line 2"], refused.Message.Split('\n').Select(l => l[..6]));
    }

    [Fact]
    public void A_script_is_bounded() =>
        Assert.Throws<ConsoleException>(() => ScriptParser.Parse(string.Concat(Enumerable.Repeat("view\n", ScriptParser.MaxSteps + 1))));
}
