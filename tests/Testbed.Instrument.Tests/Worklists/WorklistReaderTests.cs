using System.Globalization;
using System.Text;
using Orchestrator.Testbed.Instrument.Worklists;

namespace Orchestrator.Testbed.Instrument.Tests.Worklists;

public sealed class WorklistReaderTests
{
    [Theory]
    [InlineData("A;Samples;;Tube Rack 32;1;S1;50;Serum_LLD;;1;")]
    [InlineData("A;Samples;;;1;;50")]
    [InlineData("A;;BC0815;;96;;0.25;Water")]
    [InlineData("D;Plate;;96 Well Microplate;96;;10.50;;;255;Forced")]
    [InlineData("D;Plate;;;1536;;7158278;;")]
    [InlineData("R;T;;Trough;1;8;P;;Plate;1;96;25.0;Water;6;8;0")]
    [InlineData("R;T;;Trough;1;8;P;;Plate;1;96;25.0;;;;")]
    [InlineData("R;T;;Trough;1;8;P;;Plate;1;96;25.0;Water;;;1;7;3;96")]
    [InlineData("W;")]
    [InlineData("W")]
    [InlineData("W1;")]
    [InlineData("W4")]
    [InlineData("F;")]
    [InlineData("B;")]
    [InlineData("S;1")]
    [InlineData("C;")]
    [InlineData("C;free text; with semicolons; and µ, ä, ß")]
    public void A_good_line_is_read_and_written_back_as_it_was(string line)
    {
        foreach (var file in new[] { line, line + "\n", line + "\r\n", $"B;\r\n{line}\r\nW;", $"B;\n{line}\nW;\n" })
        {
            var bytes = Encoding.Latin1.GetBytes(file);
            var reading = WorklistReader.Read(bytes);
            Assert.Empty(reading.Problems);
            Assert.Equal(bytes, WorklistWriter.Write(reading.Worklist!));
        }
    }

    [Theory]
    [InlineData("X;1", "no record type")]
    [InlineData("a;Samples;;;1;;50", "no record type")]
    [InlineData("A;Samples;;;1;50", "fields (5)")]
    [InlineData("A;Samples;;;1;;50;c;t;1;f;extra", "fields (11)")]
    [InlineData("A;;;;1;;50", "both empty")]
    [InlineData("A;Samples;;;0;;50", "Position")]
    [InlineData("A;Samples;;;01;;50", "Position")]
    [InlineData("A;Samples;;;1537;;50", "Position")]
    [InlineData("A;Samples;;;A1;;50", "Position")]
    [InlineData("A;Samples;;;1;;12,5", "Volume")]
    [InlineData("A;Samples;;;1;;-1", "Volume")]
    [InlineData("A;Samples;;;1;;1e3", "Volume")]
    [InlineData("A;Samples;;;1;;", "Volume")]
    [InlineData("A;Samples;;;1;;.5", "Volume")]
    [InlineData("A;Samples;;;1;;1.00000", "Volume")]
    [InlineData("A;Samples;;;1;;7158279", "Volume")]
    [InlineData("A;Samples;;;1;;50;;;256", "TipMask")]
    [InlineData("A;Samples;;;1;;50;;;0", "TipMask")]
    [InlineData("A;123456789012345678901234567890123;;;1;;50", "RackLabel")]
    [InlineData("D;Plate", "fields (1)")]
    [InlineData("R;T;;;1;8;P;;;1;96;25;Water;6;8", "fields (14)")]
    [InlineData("R;T;;;8;1;P;;;1;96;25;Water;6;8;0", "source PosEnd 1 lies before")]
    [InlineData("R;T;;;1;8;P;;;5;12;25;Water;6;8;0;4", "ExcludeDestWell")]
    [InlineData("R;T;;;1;8;P;;;5;12;25;Water;6;8;0;", "ExcludeDestWell")]
    [InlineData("R;T;;;1;8;P;;;5;12;25;Water;6;8;2", "Direction")]
    [InlineData("W5;", "no record type")]
    [InlineData("W;1", "takes no fields")]
    [InlineData("B;;", "takes no fields")]
    [InlineData("S;", "DiTi index")]
    [InlineData("S", "instead of one")]
    [InlineData("S;1;2", "instead of one")]
    [InlineData("C", "no text")]
    [InlineData("", "is empty")]
    [InlineData("C;bell\a", "control character 07")]
    [InlineData("C;lone\rreturn", "control character 0D")]
    public void A_bad_line_is_named_with_its_number_and_what_was_wrong(string line, string expected)
    {
        var reading = WorklistReader.Read(Encoding.Latin1.GetBytes($"B;\nW;\n{line}\nB;\n"));

        Assert.Null(reading.Worklist);
        var problem = Assert.Single(reading.Problems);
        Assert.Equal(3, problem.Line);
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
        Assert.StartsWith("Line 3: ", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_bad_line_is_named_up_to_a_limit()
    {
        var reading = WorklistReader.Read(Encoding.Latin1.GetBytes("B;\nQ;\nB;\nW9;\n"));
        Assert.Equal([2, 4], reading.Problems.Select(problem => problem.Line));

        var garbage = WorklistReader.Read(Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat("?\n", 5000))));
        Assert.Equal(WorklistLimits.MaxProblems, garbage.Problems.Length);
    }

    [Fact]
    public void A_file_that_is_no_worklist_is_refused_as_a_whole()
    {
        Assert.Contains("empty", WorklistReader.Read([]).Problems[0].Message, StringComparison.Ordinal);
        Assert.Contains("bytes", WorklistReader.Read(new byte[WorklistLimits.MaxFileBytes + 1]).Problems[0].Message, StringComparison.Ordinal);
        Assert.Contains("lines", WorklistReader.Read(Encoding.Latin1.GetBytes(new string('\n', WorklistLimits.MaxLines + 1))).Problems[0].Message, StringComparison.Ordinal);
        Assert.Equal(2, WorklistReader.Read("B;\r\nB;\nB;\r\n"u8).Problems[0].Line);
        Assert.Equal(1, WorklistReader.Read(Encoding.Latin1.GetBytes("C;" + new string('x', WorklistLimits.MaxLineLength))).Problems[0].Line);
    }

    [Fact]
    public void Volumes_have_a_point_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            comma.NumberFormat.NumberGroupSeparator = ".";
            CultureInfo.CurrentCulture = comma;
            var line = "A;Samples;;;1;;12.50"u8.ToArray();
            var reading = WorklistReader.Read(line);
            Assert.Equal(12.5m, Assert.IsType<AspirateRecord>(reading.Worklist!.Records[0]).Fields.Volume);
            Assert.Equal(line, WorklistWriter.Write(reading.Worklist));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_worklist_that_would_be_read_back_differently_is_not_written()
    {
        static Worklist With(WorklistRecord record) => new([record]);
        Assert.Throws<ArgumentException>(() => WorklistWriter.Write(With(new CommentRecord("two\nlines"))));
        Assert.Throws<ArgumentException>(() => WorklistWriter.Write(With(new AspirateRecord(new PipettingFields("a;b", "", "", 1, "", 1)))));
        Assert.Throws<ArgumentException>(() => WorklistWriter.Write(With(new AspirateRecord(new PipettingFields("a", "", "", 1, "", 1, null, "tip")))));
        Assert.Throws<ArgumentException>(() => WorklistWriter.Write(With(new CommentRecord("Ω isn't in ISO 8859-1"))));
    }
}
