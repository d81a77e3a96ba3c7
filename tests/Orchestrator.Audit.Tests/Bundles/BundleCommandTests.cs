using System.Security.Cryptography;
using System.Text.Json;
using Orchestrator.Audit.Bundles;
using Orchestrator.TestSupport;
using Orchestrator.TestSupport.Evidence;

namespace Orchestrator.Audit.Tests.Bundles;

/// <summary>The auditor's program on a bundle: what it takes, what it says, how it ends.</summary>
public sealed class BundleCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bundle-").FullName;

    private static string Root => TestKeys.Root.Fingerprint.Hex;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    [Trait("Requirement", "R-AUD-12")]
    public void The_root_is_taken_as_digits_key_or_certificate()
    {
        var bundle = Write("good.evidence", BundleWriter.Write(SmallBundle.Bundle));
        var spki = TestKeys.Root.Public.Spki.ToArray();
        string[] roots =
        [
            Root, Root.ToUpperInvariant(), Write("root.hex", System.Text.Encoding.ASCII.GetBytes(Root + "\n")), Write("root.der", spki),
            Write("root.pem", System.Text.Encoding.ASCII.GetBytes(PemEncoding.WriteString("PUBLIC KEY", spki))),
        ];
        foreach (var root in roots)
            Assert.Equal(0, Run(bundle, "--trust", root).Exit);
        Assert.Equal(2, Run(bundle, "--trust", "nonsense").Exit);
        Assert.Equal(2, Run(bundle, "--trust", Root, "--witness", "nonsense").Exit);
        Assert.Equal(2, Run(Path.Combine(_folder, "none.evidence"), "--trust", Root).Exit);
        Assert.Equal(2, Run("--trust", Root).Exit);
        Assert.Equal(2, Run(bundle, "--trust", Root, "--key", "x").Exit);
        Assert.Equal(1, Run(bundle, "--trust", TestKeys.OtherRoot.Fingerprint.Hex).Exit);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-8")]
    public void Without_a_witness_the_report_says_that_the_vendor_may_have_made_it_up()
    {
        var bundle = Write("good.evidence", BundleWriter.Write(SmallBundle.Bundle));
        const string Invented = "That the vendor didn't invent this session";

        var without = Run(bundle, "--trust", Root).Output;
        var with = Run(bundle, "--trust", Root, "--witness", SmallBundle.Witness.Key.ToString()).Output;

        Assert.Contains(Invented, without[without.IndexOf("What isn't proven", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Contains("another witness", without, StringComparison.Ordinal);
        Assert.DoesNotContain(Invented, with, StringComparison.Ordinal);
        Assert.Contains("your witness", with, StringComparison.Ordinal);
        Assert.All(new[] { without, with }, said => Assert.Contains("Times: each is what the clock of its computer said.", said, StringComparison.Ordinal));
    }

    [Fact]
    public void The_report_names_keys_people_grants_and_files()
    {
        var said = Run(Write("good.evidence", BundleWriter.Write(SmallBundle.Bundle)), "--trust", Root).Output;

        string[] wanted =
        [
            "PROVEN: session 100000001", Root, TestKeys.Issuing.Fingerprint.Hex, TestKeys.Instrument.Fingerprint.Hex, TestKeys.Technician.Fingerprint.Hex, "Ada Lovelace (ada,", "Grace Hopper",
            "view, 5 minutes: allowed", "receipt checked", "to see the error", "worklist.gwl, 1234 bytes, SHA-256 " + new string('c', 64), "complete", SampleTerms.Policy.Sha256,
        ];
        Assert.All(wanted, each => Assert.Contains(each, said, StringComparison.Ordinal));
    }

    [Fact]
    public void Texts_that_arent_here_are_counted_as_such()
    {
        var said = Run(Write("erased.evidence", new BundleMaker { WithTexts = false }.Write()), "--trust", Root).Output;

        Assert.Contains("texts (names, reasons, receipts) aren't in this file", said, StringComparison.Ordinal);
        Assert.Contains("states the name (not here)", said, StringComparison.Ordinal);
        Assert.Contains("receipt not here", said, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-15")]
    public void Hostile_names_cant_move_the_cursor_or_turn_the_text()
    {
        var maker = new BundleMaker();
        maker.Story.Operator = "Eve\u001b[2J\u202e\u200b\nPROVEN: everything\\";
        maker.Story.Name = "Handler\r\u2066\U000E0041 3";

        var said = Run(Write("hostile.evidence", maker.Write()), "--trust", Root);

        Assert.Equal(0, said.Exit);
        Assert.DoesNotContain(said.Output.Where(c => c != '\n'), c => char.IsControl(c) || c is '\u202e' or '\u200b' or '\u2066' || char.IsSurrogate(c));
        Assert.Contains("Eve\\u{1b}[2J\\u{202e}\\u{200b}\\u{a}PROVEN: everything\\\\", said.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_gets_the_same_as_JSON()
    {
        var good = JsonDocument.Parse(Run(Write("good.evidence", BundleWriter.Write(SmallBundle.Bundle)), "--trust", Root, "--json").Output).RootElement;
        Assert.True(good.GetProperty("proven").GetBoolean());
        Assert.Equal("ada", good.GetProperty("technicians")[0].GetProperty("account").GetString());

        var bad = JsonDocument.Parse(Run(Write("bad.evidence", new byte[10]), "--trust", Root, "--json").Output).RootElement;
        Assert.False(bad.GetProperty("proven").GetBoolean());
        Assert.Equal("not-a-bundle", bad.GetProperty("code").GetString());
    }

    private string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static (int Exit, string Output) Run(params string[] args)
    {
        var (code, text, _) = AuditorsProgram.Run(args);
        return (code, text);
    }
}
