using System.Globalization;
using System.Text;
using CsCheck;
using Orchestrator.Audit.Records;

namespace Orchestrator.Audit.Tests.Records;

public sealed class RecordCodecTests
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String[0, 60], Gen.String[Gen.Char['\u0000', '\u001f'], 0, 20], Gen.String[Gen.Char['\u2000', '\u206f'], 0, 20],
        Gen.Const("Gerät – «Müller» \U0001F600 <b>&\"'"), Gen.Const("\"}\n{\"v\":1,\"seq\":6,\"event\":\"forged\"}"));

    [Fact]
    [Trait("Requirement", "R-AUD-2")]
    public void A_record_with_every_attribute_comes_back_as_it_was()
    {
        Assert.Equal(RecordFailure.None, RecordReader.Read(RecordWriter.Write(SampleRecord.Full()), out var read));
        Assert.Equal(SampleRecord.Full(), read);
    }

    [Fact]
    [Trait("Requirement", "R-NET-10")]
    public void What_is_known_of_the_outer_certificate_comes_back_as_it_was()
    {
        var record = SampleRecord.Full();
        record = record with { Context = record.Context with { Where = record.Context.Where with { TlsIssuer = "CN=Site CA", TlsInterception = "intercepted" } } };

        Assert.Equal(RecordFailure.None, RecordReader.Read(RecordWriter.Write(record), out var read));
        Assert.Equal(record, read);
    }

    [Fact]
    [Trait("Requirement", "R-NET-15")]
    public void The_proxy_and_how_this_end_signed_in_to_it_come_back_as_they_were()
    {
        var record = SampleRecord.Full();
        record = record with { Context = record.Context with { Where = record.Context.Where with { Proxy = "http://proxy.site.test:3128", ProxyScheme = "Basic" } } };

        Assert.Equal(RecordFailure.None, RecordReader.Read(RecordWriter.Write(record), out var read));
        Assert.Equal(record, read);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-9")]
    public void The_frozen_record_is_written_byte_for_byte() =>
        Assert.Equal(Encoding.UTF8.GetString(TestLog.Vector("record-1.json")), Encoding.UTF8.GetString(RecordWriter.Write(SampleRecord.Full())) + "\n");

    [Fact]
    [Trait("Requirement", "R-AUD-15")]
    public void No_text_of_a_stranger_leaves_its_field_or_disguises_itself() =>
        Gen.Select(Text, Text, Text).Sample((a, b, c) =>
        {
            var line = RecordWriter.Write(SampleRecord.Full(a, b, c));
            AssertHarmless(line);
            Assert.Equal(RecordFailure.None, RecordReader.Read(line, out var read));
            Assert.Equal(WellFormed(a), read!.Body.Sentence);
            Assert.Equal(WellFormed(b), read.Body.Who.PrintedName);
            Assert.Equal(WellFormed(c), read.Body.Change!.Old);
            Assert.Equal(5, read.Sequence);
        }, iter: 600, threads: 1);

    [Fact]
    [Trait("Requirement", "R-AUD-15")]
    public void Every_character_of_the_basic_plane_survives_and_none_is_written_raw_that_hides()
    {
        for (var start = 0; start < 0x10000; start += 256)
        {
            var text = new string(Enumerable.Range(start, 256).Select(c => (char)c).Where(c => !char.IsSurrogate(c)).ToArray());
            var line = RecordWriter.Write(SampleRecord.Full(text));
            AssertHarmless(line);
            Assert.Equal(RecordFailure.None, RecordReader.Read(line, out var read));
            Assert.Equal(text, read!.Body.Sentence);
        }
    }

    [Fact]
    [Trait("Requirement", "R-AUD-15")]
    public void Huge_fields_are_cut_with_length_and_hash_and_the_worst_record_still_fits()
    {
        var line = RecordWriter.Write(SampleRecord.Worst());
        Assert.True(line.Length <= RecordLimits.LineBytes);
        Assert.Equal(RecordFailure.None, RecordReader.Read(line, out var read));
        Assert.Contains("cut: 1000000 characters, SHA-256", read!.Body.Sentence, StringComparison.Ordinal);
        Assert.Equal(RecordLimits.TextCharacters, read.Body.Sentence.Length);
    }

    [Fact]
    public void Half_a_surrogate_pair_becomes_the_replacement_character_even_at_the_cut()
    {
        Assert.Equal("a\ufffdb", RecordText.Clip("a\ud800b", 100));
        foreach (var lead in new[] { "", "x" })
        {
            var cut = RecordText.Clip(lead + string.Concat(Enumerable.Repeat("\U0001F600", 300)), RecordLimits.TextCharacters);
            Assert.Equal(WellFormed(cut), cut);
        }
    }

    [Theory]
    [InlineData(RecordFailure.NotCanonical, "\"text\":", "\"text\": ")]
    [InlineData(RecordFailure.NotCanonical, "\"text\":\"Something", "\"text\":\"\\u0053omething")]
    [InlineData(RecordFailure.NotCanonical, "\"session\":", "\"extra\":1,\"session\":")]
    [InlineData(RecordFailure.NotCanonical, "\"channel\":3", "\"channel\": 3")]
    [InlineData(RecordFailure.BadField, "\"account\":\"ada\",", "\"account\":null,")]
    [InlineData(RecordFailure.BadJson, "\"session\":", "\"session\":\"1\",\"session\":")]
    [InlineData(RecordFailure.BadJson, "\"seq\":5,", "\"seq\":05,")]
    [InlineData(RecordFailure.BadJson, "\"seq\":5,", "\"seq\":-5,")]
    [InlineData(RecordFailure.BadJson, "\"session\":\"", "\"session\":\"\\")]
    [InlineData(RecordFailure.BadField, "\"clock\":\"unknown\"", "\"clock\":1")]
    [InlineData(RecordFailure.BadField, "2026-11-20T", "2026-11-20 ")]
    [InlineData(RecordFailure.BadField, "\"event\":\"test.happened\"", "\"event\":\"Test\"")]
    [InlineData(RecordFailure.BadText, "Something", "Some\nthing")]
    [InlineData(RecordFailure.NewerSchema, "{\"v\":1,", "{\"v\":2,")]
    public void A_line_that_is_not_what_the_writer_writes_is_refused_with_its_reason(RecordFailure failure, string old, string replacement)
    {
        var line = Encoding.UTF8.GetString(RecordWriter.Write(SampleRecord.Full()));
        Assert.Contains(old, line, StringComparison.Ordinal);
        var changed = line.Replace(old, replacement, StringComparison.Ordinal);
        Assert.Equal(failure, RecordReader.Read(Encoding.UTF8.GetBytes(changed), out _));
    }

    [Fact]
    public void Trailing_bytes_and_missing_ends_are_refused()
    {
        var line = RecordWriter.Write(SampleRecord.Full());
        Assert.Equal(RecordFailure.BadJson, RecordReader.Read([.. line, (byte)'}'], out _));
        for (var i = 0; i < line.Length; i++)
            Assert.NotEqual(RecordFailure.None, RecordReader.Read(line.AsSpan(0, i), out _));
    }

    [Fact]
    public void An_event_code_that_nobody_knows_here_is_kept()
    {
        var record = SampleRecord.Full() with { Body = SampleRecord.Full().Body with { Event = "future.thing-2" } };
        Assert.Equal(RecordFailure.None, RecordReader.Read(RecordWriter.Write(record), out var read));
        Assert.Equal("future.thing-2", read!.Body.Event);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-5")]
    public void A_changed_byte_is_refused_or_gives_a_record_that_writes_back_to_the_changed_bytes()
    {
        var line = RecordWriter.Write(SampleRecord.Full());
        for (var i = 0; i < line.Length; i++)
        {
            foreach (var flip in new byte[] { 1, 32, 128 })
            {
                var changed = (byte[])line.Clone();
                changed[i] ^= flip;
                if (RecordReader.Read(changed, out var read) == RecordFailure.None)
                    Assert.Equal(changed, RecordWriter.Write(read!));
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("Upper")]
    [InlineData("with space")]
    [InlineData("new\nline")]
    [InlineData("ü")]
    public void What_is_no_event_code_is_refused(string code)
    {
        var record = SampleRecord.Full() with { Body = SampleRecord.Full().Body with { Event = code } };
        Assert.Equal(RecordFailure.BadField, Assert.Throws<RecordException>(() => RecordWriter.Write(record)).Failure);
    }

    [Fact]
    public void Data_beyond_its_limit_is_refused()
    {
        var e = Assert.Throws<RecordException>(() => RecordData.Create(json => json.WriteString("x", new string('y', RecordLimits.DataBytes))));
        Assert.Equal(RecordFailure.BadSize, e.Failure);
    }

    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static void AssertHarmless(byte[] line)
    {
        foreach (var c in Encoding.UTF8.GetString(line))
        {
            Assert.False(
                char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse,
                $"U+{(int)c:X4} stands raw in a line");
        }
    }
}
