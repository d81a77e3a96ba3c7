using System.Text;
using Orchestrator.QuickSupport.Face.Terminal;

namespace Orchestrator.QuickSupport.Tests.Face;

public sealed class KeyDecoderTests
{
    [Fact]
    public void Every_split_gives_the_same_characters()
    {
        var bytes = Encoding.UTF8.GetBytes("aø€😀\r");
        for (var split = 0; split <= bytes.Length; split++)
        {
            var decoder = new KeyDecoder();
            List<TerminalKey> keys = [.. decoder.Decode(bytes.AsSpan(0, split)), .. decoder.Decode(bytes.AsSpan(split))];
            Assert.Equal("aø€😀", string.Concat(keys.Select(key => key.Text)));
            Assert.Equal(KeyKind.Enter, keys[^1].Kind);
        }
    }

    [Theory]
    [InlineData("\u001b[A")]
    [InlineData("\u001b[1;5C")]
    [InlineData("\u001bOP")]
    public void Arrows_and_function_keys_are_one_key_that_means_nothing(string text) =>
        Assert.Equal([TerminalKey.Of(KeyKind.Other)], new KeyDecoder().Decode(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_status_report_is_no_key_and_never_letters_wherever_it_is_split_behind_its_escape(int split)
    {
        var decoder = new KeyDecoder();
        var bytes = "\u001b[0nx"u8.ToArray();
        List<TerminalKey> keys = [.. decoder.Decode(bytes.AsSpan(0, split)), .. decoder.Decode(bytes.AsSpan(split))];
        Assert.Equal([TerminalKey.Of(KeyKind.Report), new TerminalKey(KeyKind.Text, "x")], keys);
    }

    [Theory]
    [InlineData('1', 2)]
    [InlineData('1', 3)]
    [InlineData('2', 3)]
    [InlineData('2', 4)]
    public void A_window_report_is_nothing_at_all_wherever_it_is_split_behind_its_escape(char state, int split)
    {
        var decoder = new KeyDecoder();
        var bytes = Encoding.ASCII.GetBytes($"\u001b[{state}tx");
        List<TerminalKey> keys = [.. decoder.Decode(bytes.AsSpan(0, split)), .. decoder.Decode(bytes.AsSpan(split))];
        Assert.Equal([new TerminalKey(KeyKind.Text, "x")], keys);
    }

    [Fact]
    public void Escape_alone_is_escape_and_ctrl_c_is_an_interrupt() =>
        Assert.Equal([KeyKind.Escape, KeyKind.Interrupt], new[] { "\u001b", "\u0003" }.SelectMany(text => new KeyDecoder().Decode(Encoding.UTF8.GetBytes(text))).Select(key => key.Kind));

    [Fact]
    public void Bytes_that_are_no_text_mean_nothing() =>
        Assert.All(new KeyDecoder().Decode([0xff, 0xc0, 0x80]), key => Assert.Equal(KeyKind.Other, key.Kind));
}
