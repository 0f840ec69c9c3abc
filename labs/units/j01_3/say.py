"""Asks a language what an expression means, by a program that prints it."""

from collections.abc import Sequence
from dataclasses import dataclass

from labs.languages import PHP, Java, Language, Ruby, programs


@dataclass(frozen=True)
class _Way:
    """How a program prints a value on a line, or the error that came in its place."""

    program: str
    line: str
    body: str = "{}"

    def printing(self, expressions: Sequence[str]) -> str:
        lines = (self.line.replace("@", expression) for expression in expressions)
        return self.body.replace("{}", "\n".join(lines))


_WAYS = {
    Ruby: _Way("say.rb", "begin; p((@)); rescue => e; puts e.class; end"),
    PHP: _Way(
        "say.php",
        r'try { echo var_export(@, true), "\n"; } catch (Throwable $e) { echo $e::class, "\n"; }',
        "<?php\n{}",
    ),
    Java: _Way(
        "Say.java",
        "say(() -> @);",
        """\
import java.util.concurrent.Callable;
public class Say {
    static void say(Callable<Object> value) {
        try { System.out.println(value.call()); }
        catch (Exception error) { System.out.println(error.getClass().getSimpleName()); }
    }
    public static void main(String[] args) {
{}
    }
}""",
    ),
}


def say(language: type[Language], *expressions: str) -> None:
    """Print each expression and what it is in Ruby, PHP or Java; an error shows by its name.

    Raises ProgramError, with the line, if one of them is none in that language.
    """
    way = _WAYS[language]
    programs.write(way.program, way.printing(expressions))
    values = language.run(way.program).stdout.splitlines()
    width = max(map(len, expressions))
    for expression, value in zip(expressions, values, strict=True):
        print(f"{expression:<{width}}  is  {value}")
