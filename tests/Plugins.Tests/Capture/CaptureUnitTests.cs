using Orchestrator.Plugins.Capture.X11.Input;
using Orchestrator.Plugins.Capture.X11.Screen;

namespace Orchestrator.Plugins.Tests.Capture;

/// <summary>Small rules of the X11 capture.</summary>
public sealed class CaptureUnitTests
{
    [Fact]
    public void Looks_at_a_still_screen_become_rarer_and_a_change_makes_them_frequent_again()
    {
        var pace = new PollPace();
        var waits = new List<TimeSpan>();
        for (var look = 0; look < 10; look++)
        {
            waits.Add(pace.Wait);
            pace.Note(changed: false);
        }

        Assert.Equal(PollPace.Shortest, waits[0]);
        Assert.Equal(waits.Order(), waits);
        Assert.Equal(PollPace.Longest, waits[^1]);
        pace.Note(changed: true);
        Assert.Equal(PollPace.Shortest, pace.Wait);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(36)]
    [InlineData(400)]
    public void Rows_are_copied_and_compared_without_their_fourth_byte(int bytes)
    {
        var row = Enumerable.Range(0, bytes).Select(at => (byte)(at * 37)).ToArray();
        var copy = new byte[bytes];
        PixelRows.CopyMasked(row, copy);

        for (var at = 0; at < bytes; at++)
            Assert.Equal(at % 4 == 3 ? 0 : row[at], copy[at]);
        Assert.True(PixelRows.ShowTheSame(row, copy));
        for (var at = 0; at < bytes; at++)
        {
            copy[at] ^= 1;
            Assert.Equal(at % 4 == 3, PixelRows.ShowTheSame(row, copy));
            copy[at] ^= 1;
        }
    }

    [Theory]
    [InlineData('a', 'a', 'A')]
    [InlineData('Z', 'z', 'Z')]
    [InlineData('1', '1', '1')]
    [InlineData(0xC4, 0xE4, 0xC4)]
    [InlineData(0xDF, 0xDF, 0xDF)]
    [InlineData(0xF7, 0xF7, 0xF7)]
    [InlineData(0xD7, 0xD7, 0xD7)]
    [InlineData(0x6C1, 0x6C1, 0x6E1)]
    [InlineData(0x6B3, 0x6A3, 0x6B3)]
    [InlineData(0x01000D4F, 0x01000D4F, 0x01000D4F)]
    [InlineData(0x01001ECC, 0x01001ECD, 0x01001ECC)]
    [InlineData(0x01002192, 0x01002192, 0x01002192)]
    [InlineData(0xFFBE, 0xFFBE, 0xFFBE)]
    public void A_letter_has_two_cases_and_all_else_one(uint keysym, uint lower, uint upper) =>
        Assert.Equal((lower, upper), Keysyms.Cases(keysym));

    [Theory]
    [InlineData('ж', 0x6D6)]
    [InlineData('Ж', 0x6F6)]
    [InlineData('ё', 0x6A3)]
    [InlineData('Š', 0x1A9)]
    [InlineData('Ω', 0x7D9)]
    [InlineData('€', 0x20AC)]
    [InlineData('№', 0x6B0)]
    public void Characters_older_than_Unicode_go_by_their_old_names(char character, uint keysym) =>
        Assert.Equal(keysym, Keysyms.Normalise(0x01000000u + character));

    [Fact]
    public void Unicode_names_of_Latin_1_are_the_Latin_1_keysyms()
    {
        Assert.Equal(0xE4u, Keysyms.Normalise(0x010000E4));
        Assert.Equal(0x01001ECCu, Keysyms.Normalise(0x01001ECC));
        Assert.Equal(0xFF0Du, Keysyms.Normalise(0xFF0D));
    }
}
