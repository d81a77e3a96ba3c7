namespace Orchestrator.Mutants.Tests;

public sealed class TableTests
{
    [Fact]
    public void Rows_are_those_under_the_header_and_nothing_else()
    {
        string[] page = ["| a | b |", "| --- | --- |", "| `x \\| y` | z |", "", "| other | b |", "| --- | --- |", "| no | no |", "", "| a | b |", "|---|---|", "| `one` and `two` |  |"];
        Assert.Equal([["x | y", "z"], ["`one` and `two`", ""]], MarkdownTable.Rows(page, "a", "b"));
    }

    [Fact]
    public void A_row_with_a_cell_too_many_is_refused() =>
        Assert.Throws<TableException>(() => MarkdownTable.Rows(["| a | b |", "| --- | --- |", "| x | y | z |"], "a", "b").ToArray());

    [Fact]
    public void A_page_has_methods_ids_without_one_and_checks()
    {
        var page = Path.GetTempFileName();
        File.WriteAllLines(page, ["| id | method | test project |", "| --- | --- | --- |", "| R-A-1 | `A!B.C` | T |", "", "| id | why it rests on no method |", "| --- | --- |", "| R-A-2 | It isn't there. |"]);
        var read = Traceability.Read(page);
        File.Delete(page);
        Assert.Equal([new TracedMethod("R-A-1", "A!B.C", "T")], read.Methods);
        Assert.Equal(["R-A-2"], read.WithoutMethod);
        Assert.Empty(read.Checks);
    }

    [Theory]
    [InlineData("Orchestrator.Trust")]
    [InlineData("Orchestrator.Trust!Method")]
    [InlineData("Orchestrator.Trust!Type.Method(")]
    public void A_method_without_its_parts_is_refused(string text) => Assert.Throws<TableException>(() => MethodName.Parse(text));
}
