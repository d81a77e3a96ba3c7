using Orchestrator.Protocol;
using Orchestrator.Technicians.Face;
using QRCoder;

namespace Orchestrator.Technicians.Tests.Face;

public sealed class QrPictureTests
{
    private static readonly ActivationOffer Offer = new("Example & Söhne: Instruments", "anna", new SecretText("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_drawn_text_has_every_module_of_the_code_and_no_colour(bool isLightTerminal)
    {
        var text = Offer.Address.Reveal();
        var lines = QrPicture.Lines(text, isLightTerminal).ToList();
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.L);
        for (var y = 0; y < code.ModuleMatrix.Count; y++)
        {
            for (var x = 0; x < code.ModuleMatrix.Count; x++)
            {
                var drawn = lines[y / 2][x];
                var isInked = y % 2 == 0 ? drawn is '█' or '▀' : drawn is '█' or '▄';
                Assert.Equal(code.ModuleMatrix[y][x], isInked == isLightTerminal);
            }
        }

        Assert.All(lines, line => Assert.All(line, c => Assert.Contains(c, " █▀▄")));
        Assert.InRange(lines[0].Length, 40, 80);
    }

    [Fact]
    public void The_address_is_one_that_authenticators_read()
    {
        var address = new Uri(Offer.Address.Reveal());
        Assert.Equal(("otpauth", "totp"), (address.Scheme, address.Host));
        Assert.Equal("/Example%20%26%20S%C3%B6hne%3A%20Instruments:anna", address.AbsolutePath);
        Assert.Equal("?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Example%20%26%20S%C3%B6hne%3A%20Instruments&algorithm=SHA1&digits=6&period=30", address.Query);
    }

    [Fact]
    public void Whoever_cant_scan_reads_secret_and_address_below_it()
    {
        using var said = new StringWriter();
        new TextReport(said).ActivationOffered(Offer, isLightTerminal: false);
        Assert.Contains("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ", said.ToString(), StringComparison.Ordinal);
        Assert.Contains(Offer.Address.Reveal(), said.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', said.ToString());
    }

    [Fact]
    public void What_an_offer_prints_has_no_secret() => Assert.DoesNotContain("GEZD", Offer.ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_console_that_waits_is_named_by_its_digits()
    {
        using var said = new StringWriter();
        new TextReport(said).Activated(new ActivatedAccount("anna", [new SecretText("AAAA-BBBB-CCCC-DDDD")], false, "9f86 d081 884c 7d65 9a2f"));
        Assert.Contains("isn't approved yet. Show these digits to an administrator, who approves it: 9f86 d081 884c 7d65 9a2f", said.ToString(), StringComparison.Ordinal);
        Assert.Contains("AAAA-BBBB-CCCC-DDDD", said.ToString(), StringComparison.Ordinal);
    }
}
