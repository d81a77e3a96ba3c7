namespace Orchestrator.Technicians.Tests.Scripts;

public sealed class KeysymTests
{
    [Fact]
    public void Characters_have_the_keysyms_of_their_numbers() =>
        Assert.Equal([0x41u, 0x7Au, 0xE4u, 0x0100_0416u, 0x0101_F600u, 0xFF0Du, 0xFF09u], Keysyms.OfText("AzäЖ😀\r\n\t"));

    [Theory]
    [InlineData("Return", new[] { 0xFF0Du })]
    [InlineData("f12", new[] { 0xFFC9u })]
    [InlineData("ctrl+c", new[] { 0xFFE3u, 0x63u })]
    [InlineData("Ctrl+Alt+Delete", new[] { 0xFFE3u, 0xFFE9u, 0xFFFFu })]
    [InlineData("ä", new[] { 0xE4u })]
    [InlineData("ctrl+plus", new[] { 0xFFE3u, 0x2Bu })]
    public void Keys_have_names_with_modifiers_before_them(string name, uint[] expected)
    {
        Assert.True(Keysyms.TryParse(name, out var keysyms));
        Assert.Equal(expected, keysyms);
    }

    [Theory]
    [InlineData("")]
    [InlineData("F25")]
    [InlineData("ctrl+")]
    [InlineData("NoSuchKey")]
    public void What_is_no_key_is_refused(string name) => Assert.False(Keysyms.TryParse(name, out _));
}
